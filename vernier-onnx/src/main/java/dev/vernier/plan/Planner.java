package dev.vernier.plan;

import dev.vernier.calibrator.Calibrator;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.graph.Scopes;
import dev.vernier.numeric.LinearScheme;
import dev.vernier.numeric.Range;
import dev.vernier.statistics.StatisticsFile;
import dev.vernier.statistics.TensorStatistics;
import dev.vernier.target.Target;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Turns a placement and statistics into scales.
 *
 * <p>A node whose values no sample reached, or whose inputs differ too much to share a scale, goes
 * back to float and the placement is made again without it, until nothing more goes back.
 *
 * <p>Deterministic: the same graph, statistics, target and calibrator give the same plan.
 */
public final class Planner {

    private final Graph graph;
    private final Scopes scopes;
    private final Target target;
    private final StatisticsFile statistics;
    private final Calibrator calibrator;
    private final Exclusions exclusions;
    private final Overrides overrides;
    private final Saturation saturation;

    public Planner(Graph graph, Target target, StatisticsFile statistics, Calibrator calibrator) {
        this(graph, target, statistics, calibrator, Exclusions.NONE);
    }

    /**
     * @param exclusions nodes that stay in float
     */
    public Planner(
            Graph graph,
            Target target,
            StatisticsFile statistics,
            Calibrator calibrator,
            Exclusions exclusions) {
        this(graph, target, statistics, calibrator, exclusions, Overrides.NONE);
    }

    /**
     * @param exclusions nodes that stay in float
     * @param overrides what is fixed of single values
     */
    public Planner(
            Graph graph,
            Target target,
            StatisticsFile statistics,
            Calibrator calibrator,
            Exclusions exclusions,
            Overrides overrides) {
        this.graph = graph;
        this.target = target;
        this.statistics = statistics;
        this.calibrator = calibrator;
        this.exclusions = exclusions;
        this.overrides = overrides;
        this.scopes = Scopes.of(graph);
        this.saturation = new Saturation(scopes);
    }

    /**
     * The plan.
     *
     * @throws dev.vernier.graph.ModelFormatException if a weight that is to be quantized holds NaN
     *     or infinity
     * @throws IllegalArgumentException if the graph has no node of an excluded name
     * @throws SelectionException if an override cannot be
     */
    public QuantizationPlan plan() {
        Exclusions refused = exclusions;
        Placement placement = Placement.of(graph, target, refused);
        overrides.requireFit(placement, scopes, target);
        for (Exclusions more = refuse(placement, refused);
                !more.equals(refused);
                more = refuse(placement, refused)) {
            refused = more;
            placement = Placement.of(graph, target, refused);
        }
        overrides.requireKept(placement);
        Map<String, ActivationPlan> activations = activations(placement);
        return new QuantizationPlan(
                target.name(),
                statistics.model().sha256(),
                placement.decisions(),
                activations,
                weights(placement, activations));
    }

    /** These exclusions and what the statistics do not allow. */
    private Exclusions refuse(Placement placement, Exclusions before) {
        SharedScales sharedScales = new SharedScales(this::scheme, this::seen, this::range);
        Exclusions refused = before;
        for (NodeDecision decision : placement.decisions()) {
            Optional<NodeDecision> refusal =
                    notSeen(decision, placement)
                            .or(() -> overrides.refusal(decision, placement, target))
                            .or(() -> sharedScales.refusal(decision, placement));
            if (refusal.isPresent()) {
                refused =
                        refused.with(
                                decision.node(), refusal.get().reason(), refusal.get().detail());
            }
        }
        return refused;
    }

    private Optional<NodeDecision> notSeen(NodeDecision decision, Placement placement) {
        return Stream.concat(
                        decision.quantizedInputs().stream(), decision.quantizedOutput().stream())
                .filter(value -> seen(placement.scaleSource(value)).isEmpty())
                .findFirst()
                .map(value -> decision.backToFloat(Reason.NOT_SEEN, value));
    }

    private Optional<TensorStatistics> seen(String value) {
        return Optional.ofNullable(statistics.tensors().get(value))
                .filter(tensor -> tensor.count() > 0);
    }

    private LinearScheme scheme(String value) {
        return overrides.scheme(value, target);
    }

    private Range range(String value) {
        return overrides.of(value).flatMap(TensorOverride::range).orElseGet(() -> chosen(value));
    }

    private Range chosen(String value) {
        if (SaturatingResults.are(value, scopes, target)) {
            return SaturatingResults.RANGE;
        }
        Range seen = calibrator(value).range(seen(value).orElseThrow(), scheme(value));
        return saturation.within(value, seen);
    }

    private Calibrator calibrator(String value) {
        return overrides.of(value).flatMap(TensorOverride::calibrator).orElse(calibrator);
    }

    private String how(String value) {
        Optional<TensorOverride> fixed = overrides.of(value);
        String chosen =
                SaturatingResults.are(value, scopes, target)
                        ? ActivationPlan.EXACT
                        : calibrator(value).name();
        return fixed.map(override -> override.range().isPresent() ? "range" : chosen)
                .map(by -> ActivationPlan.GIVEN + " " + by)
                .orElse(chosen);
    }

    private Map<String, ActivationPlan> activations(Placement placement) {
        Map<String, ActivationPlan> activations = new LinkedHashMap<>();
        Map<String, Range> ranges =
                placement.quantizedValues().stream()
                        .map(placement::scaleSource)
                        .distinct()
                        .parallel()
                        .collect(Collectors.toMap(source -> source, this::range));
        for (String value : placement.quantizedValues()) {
            String source = placement.scaleSource(value);
            Range range = Optional.ofNullable(ranges.get(source)).orElseThrow();
            String how = source.equals(value) ? how(value) : "as " + source;
            activations.put(
                    value,
                    new ActivationPlan(value, range, how, scheme(source).parametersFor(range)));
        }
        return activations;
    }

    private Map<String, WeightPlan> weights(
            Placement placement, Map<String, ActivationPlan> activations) {
        Map<String, NodeDecision> decisions = new HashMap<>();
        placement.decisions().forEach(decision -> decisions.put(decision.node(), decision));
        Map<String, WeightPlan> weights = new LinkedHashMap<>();
        for (Graph scope : scopes.graphs()) {
            WeightScales weightScales = new WeightScales(scope, target);
            for (Node node : scope.nodes()) {
                Optional.ofNullable(decisions.get(node.name()))
                        .filter(decision -> decision.weight().isPresent())
                        .map(decision -> weightScales.of(node, decision, activations))
                        .ifPresent(weight -> weights.put(node.name(), weight));
            }
        }
        return weights;
    }
}
