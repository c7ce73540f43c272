package dev.vernier.improve;

import dev.vernier.data.Sample;
import dev.vernier.graph.Model;
import dev.vernier.improve.Step.Outcome;
import dev.vernier.runner.Runner;
import dev.vernier.runner.Runners;
import dev.vernier.target.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tries the steps of an effort one after the other and keeps those that help on held-out samples.
 *
 * <p>Cost: one pass of the float model over the samples, and for each step its own work and a run
 * of the quantized model over the held-out samples.
 */
public final class Improver {

    /** Each candidate is quantized in memory. */
    private static final long MOST_WEIGHTS = 256L << 20;

    private final Model model;
    private final Path folder;
    private final Target target;
    private final SampleSplit samples;

    /**
     * @param model the prepared float model
     * @param folder where its file is
     * @param target what the candidates are planned for
     * @param samples calibration samples
     */
    public Improver(Model model, Path folder, Target target, List<Sample> samples) {
        this.model = model;
        this.folder = folder;
        this.target = target;
        this.samples = SampleSplit.of(samples);
    }

    /**
     * The best that the steps came to.
     *
     * @param start what is to be improved; its graph is the model's
     * @throws dev.vernier.runner.RunException if the float or a quantized model does not run
     */
    public Improved improve(Candidate start, List<Step> steps) throws IOException {
        List<Layer> layers = Layer.of(start);
        if (steps.isEmpty() || layers.isEmpty()) {
            return Improved.unchanged(start);
        }
        Optional<String> refusal = refusal(layers);
        if (refusal.isPresent()) {
            return new Improved(start, List.of(), List.of(refusal.get()));
        }
        Set<String> watched = new LinkedHashSet<>(RowPass.computed(start, layers));
        try (Runner runner =
                Runners.onnxRuntime(
                        model.withGraph(start.graph()),
                        folder,
                        List.copyOf(watched),
                        OutputError.DEPLOYED)) {
            RowPass pass = new RowPass(runner, watched, layers);
            Evidence evidence =
                    new Evidence(target, pass.rows(samples.fitted()), pass.rows(samples.heldOut()));
            OutputError error = OutputError.of(runner, model, folder, target, samples.heldOut());
            return improve(start, steps, evidence, error);
        }
    }

    private Optional<String> refusal(List<Layer> layers) {
        if (!samples.isUsable()) {
            return Optional.of(
                    "accuracy methods need at least %d calibration samples; none was tried"
                            .formatted(SampleSplit.FEWEST));
        }
        long weights = layers.stream().mapToLong(layer -> layer.weight().elements()).sum();
        return weights > MOST_WEIGHTS
                ? Optional.of(
                        "accuracy methods take models of at most %d weights, this one has %d; none"
                                        .formatted(MOST_WEIGHTS, weights)
                                + " was tried")
                : Optional.empty();
    }

    private static Improved improve(
            Candidate start, List<Step> steps, Evidence evidence, OutputError error)
            throws IOException {
        List<Improvement> improvements = new ArrayList<>();
        Candidate best = start;
        double reached = error.decibel(start);
        for (Step step : steps) {
            Outcome outcome = step.apply(best, evidence);
            if (outcome.changed() == 0) {
                improvements.add(
                        new Improvement(
                                step.name(),
                                reached,
                                Optional.empty(),
                                false,
                                error.samples(),
                                outcome.detail()));
                continue;
            }
            double after = error.decibel(outcome.candidate());
            boolean kept = after > reached;
            improvements.add(
                    new Improvement(
                            step.name(),
                            reached,
                            Optional.of(after),
                            kept,
                            error.samples(),
                            outcome.detail()));
            if (kept) {
                best = outcome.candidate();
                reached = after;
            }
        }
        return new Improved(best, improvements, List.of());
    }
}
