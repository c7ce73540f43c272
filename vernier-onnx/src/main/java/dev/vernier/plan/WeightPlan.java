package dev.vernier.plan;

import dev.vernier.numeric.CodeRange;
import dev.vernier.numeric.Granularity;
import dev.vernier.numeric.IntegerType;
import dev.vernier.numeric.QuantizationParameters;
import java.util.List;
import java.util.Optional;

/**
 * How a constant is quantized for one node; symmetric.
 *
 * @param node the node that reads it
 * @param tensor its name
 * @param type the type of its codes
 * @param granularity per tensor, or per channel of an axis
 * @param scales one a slice
 * @param growth which of them grew beyond their largest weight, and why; for the reader only
 */
public record WeightPlan(
        String node,
        String tensor,
        IntegerType type,
        Granularity granularity,
        List<Float> scales,
        Optional<ScaleGrowth> growth) {

    public WeightPlan {
        scales = List.copyOf(scales);
        if (scales.isEmpty()) {
            throw new IllegalArgumentException(
                    "weight must have at least one scale; tensor=" + tensor);
        }
    }

    /** With scales of which none grew. */
    public WeightPlan(
            String node,
            String tensor,
            IntegerType type,
            Granularity granularity,
            List<Float> scales) {
        this(node, tensor, type, granularity, scales, Optional.empty());
    }

    /** The same constant with other scales, as many as before. */
    public WeightPlan withScales(List<Float> newScales) {
        if (newScales.size() != scales.size()) {
            throw new IllegalArgumentException(
                    "scales must be as many as before; tensor=%s, before=%d, scales=%d"
                            .formatted(tensor, scales.size(), newScales.size()));
        }
        return new WeightPlan(node, tensor, type, granularity, newScales, growth);
    }

    /** Scale and zero point of each slice, in the narrow code range. */
    public List<QuantizationParameters> parameters() {
        return scales.stream()
                .map(s -> new QuantizationParameters(s, type.middle(), type, CodeRange.NARROW))
                .toList();
    }
}
