package dev.vernier.improve;

import dev.vernier.graph.Tensor;
import dev.vernier.model.Weights;
import dev.vernier.numeric.QuantizedBias;
import dev.vernier.plan.WeightPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Grows weight scales where the bias of a channel would not fit into int32, equation (11). */
final class BiasScales {

    private BiasScales() {}

    /** The candidate with scales that fit its biases. */
    static Candidate fitted(Candidate candidate) {
        Map<String, WeightPlan> weights = new LinkedHashMap<>(candidate.plan().weights());
        for (Layer layer : Layer.of(candidate)) {
            Optional<Tensor> bias = layer.decision().bias().flatMap(layer.graph()::constant);
            if (bias.isPresent()) {
                float inputScale = candidate.plan().activation(layer.input()).parameters().scale();
                weights.computeIfPresent(
                        layer.node().name(),
                        (node, plan) -> fitted(plan, Weights.floats(bias.get()), inputScale));
            }
        }
        return candidate.withPlan(candidate.plan().withWeights(weights));
    }

    private static WeightPlan fitted(WeightPlan plan, float[] bias, float inputScale) {
        List<Float> scales = new ArrayList<>(plan.scales());
        for (int channel = 0; channel < bias.length; channel++) {
            int slice = scales.size() == 1 ? 0 : channel;
            float smallest = QuantizedBias.smallestWeightScale(bias[channel], inputScale);
            scales.set(slice, Math.max(scales.get(slice), smallest));
        }
        return plan.withScales(scales);
    }
}
