package dev.vernier.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is quantized, how, and why: everything that {@code rewrite} needs and a reviewer wants to
 * see.
 *
 * <p>Written and read by {@link PlanJson}. Maps are in the order of the graph, so that the same
 * inputs give the same bytes.
 *
 * @param target the target's name
 * @param modelSha256 digest of the model file that the plan was made for
 * @param nodes one decision a node
 * @param activations by value
 * @param weights by node
 */
public record QuantizationPlan(
        String target,
        String modelSha256,
        List<NodeDecision> nodes,
        Map<String, ActivationPlan> activations,
        Map<String, WeightPlan> weights) {

    public QuantizationPlan {
        nodes = List.copyOf(nodes);
        activations = Collections.unmodifiableMap(new LinkedHashMap<>(activations));
        weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
    }

    /**
     * How a value is quantized.
     *
     * @throws IllegalArgumentException if the plan does not say
     */
    public ActivationPlan activation(String value) {
        return found(activations, "value", value);
    }

    /**
     * How the constant of a node is quantized.
     *
     * @throws IllegalArgumentException if the plan does not say
     */
    public WeightPlan weight(String node) {
        return found(weights, "weight of node", node);
    }

    /** The same plan with other activations; maps in the order of the graph. */
    public QuantizationPlan withActivations(Map<String, ActivationPlan> newActivations) {
        return new QuantizationPlan(target, modelSha256, nodes, newActivations, weights);
    }

    /** The same plan with other weights; maps in the order of the graph. */
    public QuantizationPlan withWeights(Map<String, WeightPlan> newWeights) {
        return new QuantizationPlan(target, modelSha256, nodes, activations, newWeights);
    }

    private static <T> T found(Map<String, T> scales, String what, String name) {
        return Optional.ofNullable(scales.get(name))
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "plan must have scales for each quantized "
                                                + what
                                                + "; name="
                                                + name));
    }

    /** The decisions for nodes that compute, move or store integers. */
    public List<NodeDecision> integerNodes() {
        return nodes.stream().filter(NodeDecision::isInteger).toList();
    }
}
