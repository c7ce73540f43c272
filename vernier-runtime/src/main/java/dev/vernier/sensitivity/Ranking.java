package dev.vernier.sensitivity;

import dev.vernier.evaluate.MultiplyAccumulates;
import dev.vernier.graph.Scopes;
import dev.vernier.plan.NodeDecision;
import dev.vernier.plan.Reason;
import dev.vernier.runner.RunnerOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;

/**
 * Ranks the nodes of a plan by the noise that each adds: first all by estimate, then the suspects
 * anew by measurement.
 *
 * <p>A node is measured alone in integers where it can be: what others destroy does not hide it.
 * One that runs in integers only between others is measured by leaving it out. Estimates of the
 * rest are put on the scale of what was measured. Of equals the first in the graph comes first.
 */
final class Ranking {

    private final Subject subject;
    private final Trials trials;
    private final SensitivityOptions options;
    private final List<NodeDecision> decisions;
    private final Set<String> names = new TreeSet<>();

    Ranking(Subject subject, Trials trials, SensitivityOptions options) {
        this.subject = subject;
        this.trials = trials;
        this.options = options;
        Set<String> known = new TreeSet<>();
        Scopes.of(subject.graph()).nodes().forEach(node -> known.add(node.name()));
        this.decisions =
                subject.plan().integerNodes().stream()
                        .filter(decision -> known.contains(decision.node()))
                        .filter(decision -> decision.reason() != Reason.MOVED)
                        .filter(decision -> decision.reason() != Reason.CLIPPED_BY_RANGE)
                        .toList();
        decisions.forEach(decision -> names.add(decision.node()));
    }

    /**
     * The nodes, the noisiest first.
     *
     * @param all what the plan as it is reaches, on the samples that a trial runs
     */
    List<NodeSensitivity> rank(Reached all, RunnerOptions running) throws IOException {
        List<NodeSensitivity> estimated = new ArrayList<>(estimated(running));
        Comparator<NodeSensitivity> noisiest =
                Comparator.comparingDouble(node -> -node.noise(all.noise()));
        estimated.sort(noisiest);
        List<NodeSensitivity> ranked = new ArrayList<>();
        for (NodeSensitivity node : estimated) {
            ranked.add(ranked.size() < options.measured() ? measured(node) : node);
        }
        double scale = scale(ranked, all);
        ranked.replaceAll(node -> node.isMeasured() ? node : scaled(node, scale));
        ranked.sort(noisiest);
        return ranked;
    }

    private List<NodeSensitivity> estimated(RunnerOptions running) throws IOException {
        Map<String, Long> macs = new HashMap<>();
        trials.references()
                .forEach(
                        1,
                        run ->
                                macs.putAll(
                                        MultiplyAccumulates.perNode(
                                                subject.model(),
                                                subject.file().folder(),
                                                run.sample(),
                                                running)));
        NoiseEstimate estimate = new NoiseEstimate(subject);
        return decisions.stream()
                .map(
                        decision ->
                                new NodeSensitivity(
                                        decision.node(),
                                        decision.op(),
                                        macs.getOrDefault(decision.node(), 0L),
                                        Noise.decibel(estimate.of(decision)),
                                        OptionalDouble.empty(),
                                        OptionalDouble.empty()))
                .toList();
    }

    private NodeSensitivity measured(NodeSensitivity node) throws IOException {
        boolean standsAlone =
                decisions.stream()
                        .filter(decision -> decision.node().equals(node.node()))
                        .anyMatch(decision -> decision.weight().isPresent());
        Optional<Reached> alone = Optional.empty();
        Optional<Reached> without = Optional.empty();
        if (standsAlone) {
            Set<String> others = new TreeSet<>(names);
            others.remove(node.node());
            alone = Optional.of(trials.glance(others, options.samples()));
        }
        if (!standsAlone || options.both()) {
            without = Optional.of(trials.glance(Set.of(node.node()), options.samples()));
        }
        return new NodeSensitivity(
                node.node(),
                node.op(),
                node.macs(),
                node.estimatedSqnr(),
                decibel(alone),
                decibel(without));
    }

    private static OptionalDouble decibel(Optional<Reached> reached) {
        return reached.map(r -> OptionalDouble.of(r.sqnrDecibel()))
                .orElseGet(OptionalDouble::empty);
    }

    /** The median of measured over estimated noise; 1 if nothing can be said. */
    private static double scale(List<NodeSensitivity> ranked, Reached all) {
        double[] ratios =
                ranked.stream()
                        .filter(NodeSensitivity::isMeasured)
                        .mapToDouble(
                                node ->
                                        node.noise(all.noise())
                                                / Noise.ofDecibel(node.estimatedSqnr()))
                        .filter(ratio -> Double.isFinite(ratio) && ratio > 0)
                        .sorted()
                        .toArray();
        return ratios.length == 0 ? 1 : ratios[ratios.length / 2];
    }

    private static NodeSensitivity scaled(NodeSensitivity node, double scale) {
        return new NodeSensitivity(
                node.node(),
                node.op(),
                node.macs(),
                Noise.decibel(scale * Noise.ofDecibel(node.estimatedSqnr())),
                node.aloneSqnr(),
                node.withoutSqnr());
    }
}
