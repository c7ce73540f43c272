package dev.vernier.plan;

import dev.vernier.graph.Graph;
import dev.vernier.graph.ModelFormatException;
import dev.vernier.graph.Node;
import dev.vernier.graph.Tensor;
import dev.vernier.model.WeightChunks;
import dev.vernier.model.Weights;
import dev.vernier.numeric.Granularity;
import dev.vernier.numeric.LinearScheme;
import dev.vernier.numeric.QuantizedBias;
import dev.vernier.numeric.Range;
import dev.vernier.numeric.SliceLayout;
import dev.vernier.numeric.SliceMagnitudes;
import dev.vernier.target.OperatorRole;
import dev.vernier.target.Target;
import dev.vernier.target.WeightGranularity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Scales of constants: each slice so that its largest magnitude is the largest code, equation (6),
 * and large enough that sums of two products fit 16 bits where the target adds them there, equation
 * (21), and that the bias of its channel fits into int32, equation (11).
 *
 * <p>A slice of zeros gets scale 1. NaN and infinities are refused with their position.
 */
final class WeightScales {

    private final Graph graph;
    private final Target target;

    WeightScales(Graph graph, Target target) {
        this.graph = graph;
        this.target = target;
    }

    WeightPlan of(Node node, NodeDecision decision, Map<String, ActivationPlan> activations) {
        Tensor tensor = graph.constant(decision.weight().orElseThrow()).orElseThrow();
        Granularity granularity = granularity(node, tensor);
        float[] largest = largestMagnitudes(node, tensor, granularity);
        LinearScheme scheme = target.weights();
        List<Float> scales = new ArrayList<>(largest.length);
        for (float magnitude : largest) {
            scales.add(scheme.parametersFor(new Range(-magnitude, magnitude)).scale());
        }
        Optional<ScaleGrowth> growth =
                SmallestScales.of(target, node, tensor, scales.size())
                        .flatMap(smallest -> grow(scales, smallest));
        Optional<Tensor> bias = decision.bias().flatMap(graph::constant);
        if (bias.isPresent()) {
            String input = decision.quantizedInputs().get(0);
            ActivationPlan activation = Optional.ofNullable(activations.get(input)).orElseThrow();
            fitBias(bias.get(), activation.parameters().scale(), scales);
        }
        return new WeightPlan(
                node.name(), tensor.name(), scheme.type(), granularity, scales, growth);
    }

    /** Raises what is too small. */
    private static Optional<ScaleGrowth> grow(List<Float> scales, float[] smallest) {
        int channels = 0;
        double factors = 0;
        for (int slice = 0; slice < smallest.length; slice++) {
            float scale = scales.get(slice);
            if (smallest[slice] > scale) {
                channels++;
                factors += (double) smallest[slice] / scale;
                scales.set(slice, smallest[slice]);
            }
        }
        return channels == 0
                ? Optional.empty()
                : Optional.of(new ScaleGrowth(channels, (float) (factors / channels)));
    }

    private Granularity granularity(Node node, Tensor tensor) {
        if (target.granularity() == WeightGranularity.PER_TENSOR) {
            return new Granularity.PerTensor();
        }
        Optional<OperatorRole> role = target.role(node);
        return role.isPresent() && role.get() instanceof OperatorRole.Weighted product
                ? product.layout().granularity(node, tensor.rank())
                : new Granularity.PerChannel(tensor.rank() - 1); // columns of a table
    }

    private static float[] largestMagnitudes(Node node, Tensor tensor, Granularity granularity) {
        float[] largest = largestMagnitudes(tensor, granularity);
        for (float magnitude : largest) {
            if (!Float.isFinite(magnitude)) {
                throw new ModelFormatException(
                        "weight must be finite; node="
                                + node.label()
                                + ", initializer="
                                + tensor.name()
                                + ", element="
                                + firstNonFinite(tensor)
                                + "; leave the node in float with --exclude");
            }
        }
        return largest;
    }

    /** Those of the slices, whatever they are. */
    static float[] largestMagnitudes(Tensor tensor, Granularity granularity) {
        long[] shape = tensor.dimensions().stream().mapToLong(Long::longValue).toArray();
        SliceLayout layout = granularity.layout(shape);
        float[] largest = new float[layout.slices()];
        WeightChunks.forEach(
                tensor,
                (position, values, length) ->
                        SliceMagnitudes.raise(layout, position, values, length, largest));
        return largest;
    }

    private static String firstNonFinite(Tensor tensor) {
        List<String> found = new ArrayList<>();
        WeightChunks.forEach(
                tensor,
                (position, values, length) -> {
                    for (int i = 0; i < length && found.isEmpty(); i++) {
                        if (!Float.isFinite(values[i])) {
                            found.add(position + i + " (" + values[i] + ")");
                        }
                    }
                });
        return found.get(0);
    }

    private static void fitBias(Tensor bias, float inputScale, List<Float> scales) {
        float[] values = Weights.floats(bias);
        for (int channel = 0; channel < values.length; channel++) {
            int slice = scales.size() == 1 ? 0 : channel;
            float smallest = QuantizedBias.smallestWeightScale(values[channel], inputScale);
            scales.set(slice, Math.max(scales.get(slice), smallest));
        }
    }
}
