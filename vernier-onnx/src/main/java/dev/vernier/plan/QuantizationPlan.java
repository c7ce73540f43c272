package dev.vernier.plan;

import dev.vernier.target.FloatType;
import dev.vernier.target.WideActivations;
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
 * @param remainder what all runs in that is not in integers
 * @param improved the float model that the scales are for, where it is not the model file itself
 * @param nodes one decision a node
 * @param activations by value
 * @param weights by node
 */
public record QuantizationPlan(
        String target,
        String modelSha256,
        FloatType remainder,
        Optional<ImprovedModel> improved,
        List<NodeDecision> nodes,
        Map<String, ActivationPlan> activations,
        Map<String, WeightPlan> weights) {

    public QuantizationPlan {
        nodes = List.copyOf(nodes);
        activations = Collections.unmodifiableMap(new LinkedHashMap<>(activations));
        weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
    }

    /** For the model file itself, the remainder in float32. */
    public QuantizationPlan(
            String target,
            String modelSha256,
            List<NodeDecision> nodes,
            Map<String, ActivationPlan> activations,
            Map<String, WeightPlan> weights) {
        this(target, modelSha256, FloatType.FLOAT32, Optional.empty(), nodes, activations, weights);
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
        return new QuantizationPlan(
                target, modelSha256, remainder, improved, nodes, newActivations, weights);
    }

    /** The same plan with other weights; maps in the order of the graph. */
    public QuantizationPlan withWeights(Map<String, WeightPlan> newWeights) {
        return new QuantizationPlan(
                target, modelSha256, remainder, improved, nodes, activations, newWeights);
    }

    /** The same plan for a placement made again; maps in the order of the graph. */
    QuantizationPlan withPlacement(
            List<NodeDecision> newNodes,
            Map<String, ActivationPlan> newActivations,
            Map<String, WeightPlan> newWeights) {
        return new QuantizationPlan(
                target, modelSha256, remainder, improved, newNodes, newActivations, newWeights);
    }

    /** The same plan for a float model of other constants. */
    public QuantizationPlan withImproved(ImprovedModel model) {
        return new QuantizationPlan(
                target, modelSha256, remainder, Optional.of(model), nodes, activations, weights);
    }

    /**
     * The same plan with another remainder; for float16, with scales that are float16 numbers, none
     * smaller than before.
     *
     * @throws dev.vernier.graph.UnsupportedModelException if a scale is beyond the largest float16
     */
    public QuantizationPlan withRemainder(FloatType newRemainder) {
        QuantizationPlan plan = newRemainder == FloatType.FLOAT16 ? HalfScales.of(this) : this;
        return new QuantizationPlan(
                target, modelSha256, newRemainder, improved, nodes, plan.activations, plan.weights);
    }

    /** The operator set that QuantizeLinear of its types needs; 0 if any will do. */
    public long minimumOpset() {
        boolean wide =
                activations.values().stream().anyMatch(a -> a.parameters().type().bits() == 16);
        return Math.max(remainder.minimumOpset(), wide ? WideActivations.OPSET : 0);
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
