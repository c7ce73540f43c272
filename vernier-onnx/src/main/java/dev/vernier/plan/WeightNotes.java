package dev.vernier.plan;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.graph.Scopes;
import dev.vernier.graph.Tensor;
import dev.vernier.model.Weights;
import dev.vernier.numeric.QuantizedBias;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is particular about the weights of a plan: slices without a normal number, whose scale says
 * nothing of them, and slices whose scale the bias made larger than their weights ask for.
 *
 * <pre>
 * zero or denormal throughout: 1 of 8 slices of 'w' (node conv1) [dead-weights]
 * scales raised for biases that int32 could not hold: 1 of 8 slices of 'w' (node conv1) [large-bias]
 * </pre>
 *
 * <p>Stateless. Reads only weights that have such a scale.
 */
public final class WeightNotes {

    private static final int NAMED = 3;

    private final Graph scope;
    private final QuantizationPlan plan;
    private final Map<String, NodeDecision> decisions;

    private WeightNotes(Graph scope, QuantizationPlan plan, Map<String, NodeDecision> decisions) {
        this.scope = scope;
        this.plan = plan;
        this.decisions = decisions;
    }

    /**
     * One sentence a peculiarity; none if there is none.
     *
     * @param graph what the plan was just made for
     */
    public static List<String> of(Graph graph, QuantizationPlan plan) {
        List<String> dead = new ArrayList<>();
        List<String> raised = new ArrayList<>();
        Map<String, NodeDecision> decisions = new HashMap<>();
        plan.nodes().forEach(decision -> decisions.put(decision.node(), decision));
        for (Graph scope : Scopes.of(graph).graphs()) {
            WeightNotes notes = new WeightNotes(scope, plan, decisions);
            for (Node node : scope.nodes()) {
                Optional.ofNullable(plan.weights().get(node.name()))
                        .ifPresent(weight -> notes.add(weight, dead, raised));
            }
        }
        List<String> notes = new ArrayList<>();
        add(notes, "zero or denormal throughout", dead, "dead-weights");
        add(notes, "scales raised for biases that int32 could not hold", raised, "large-bias");
        return notes;
    }

    private void add(WeightPlan weight, List<String> dead, List<String> raised) {
        int forBias = raisedForBias(weight);
        if (forBias > 0) {
            raised.add(slices(forBias, weight));
        }
        if (forBias > 0 || weight.scales().stream().anyMatch(WeightNotes::saysNothing)) {
            int without = withoutNormalNumbers(weight);
            if (without > 0) {
                dead.add(slices(without, weight));
            }
        }
    }

    /** What {@link WeightScales} gives zeros and denormals. */
    private static boolean saysNothing(float scale) {
        return scale == 1 || scale == Float.MIN_NORMAL;
    }

    private int raisedForBias(WeightPlan weight) {
        NodeDecision decision = Optional.ofNullable(decisions.get(weight.node())).orElseThrow();
        Optional<Tensor> bias = decision.bias().flatMap(scope::constant);
        if (bias.isEmpty()) {
            return 0;
        }
        float inputScale = plan.activation(decision.quantizedInputs().get(0)).parameters().scale();
        float[] values = Weights.floats(bias.get());
        List<Float> scales = weight.scales();
        int raised = 0;
        for (int slice = 0; slice < scales.size(); slice++) {
            raised += isRaised(scales.get(slice), slice, scales.size(), inputScale, values) ? 1 : 0;
        }
        return raised;
    }

    /** A scale is that which a bias asks for, to the last bit, only if it was raised to it. */
    private static boolean isRaised(
            float scale, int slice, int slices, float inputScale, float... biases) {
        int from = slices == 1 ? 0 : slice;
        int to = slices == 1 ? biases.length : slice + 1;
        for (int i = from; i < to; i++) {
            if (scale > Float.MIN_NORMAL
                    && scale == QuantizedBias.smallestWeightScale(biases[i], inputScale)) {
                return true;
            }
        }
        return false;
    }

    private int withoutNormalNumbers(WeightPlan weight) {
        Tensor tensor = scope.constant(weight.tensor()).orElseThrow();
        int without = 0;
        for (float magnitude : WeightScales.largestMagnitudes(tensor, weight.granularity())) {
            without += magnitude < Float.MIN_NORMAL ? 1 : 0;
        }
        return without;
    }

    private static String slices(int some, WeightPlan weight) {
        return "%d of %d slices of '%s' (node %s)"
                .formatted(some, weight.scales().size(), weight.tensor(), weight.node());
    }

    private static void add(List<String> notes, String what, List<String> found, String id) {
        if (!found.isEmpty()) {
            String named = found.stream().limit(NAMED).collect(Collectors.joining(", "));
            String more =
                    found.size() > NAMED ? " and %d more".formatted(found.size() - NAMED) : "";
            notes.add("%s: %s%s [%s]".formatted(what, named, more, id));
        }
    }
}
