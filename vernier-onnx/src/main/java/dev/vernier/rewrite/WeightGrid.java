package dev.vernier.rewrite;

import dev.vernier.graph.ModelFormatException;
import dev.vernier.graph.Node;
import dev.vernier.graph.Tensor;
import dev.vernier.numeric.IntegerType;
import dev.vernier.numeric.PairLayout;
import dev.vernier.numeric.PairMagnitudes;
import dev.vernier.numeric.PairSaturation;
import dev.vernier.numeric.QuantizationParameters;
import dev.vernier.numeric.Range;
import dev.vernier.numeric.SliceLayout;
import dev.vernier.numeric.SliceMagnitudes;
import dev.vernier.target.Accumulation;
import dev.vernier.target.Target;
import java.util.ArrayList;
import java.util.List;

/**
 * Scales of a weight of which there is nothing to choose, so that the plan does not list them: each
 * slice by its largest magnitude, equation (6), and no smaller than the target's sums of pairs
 * allow, equation (21).
 */
final class WeightGrid {

    private final Target target;
    private final Node node;
    private final Tensor weight;
    private final float[] values;

    /**
     * @param target for its scheme and its way to add
     * @param node who multiplies by the weight, for messages
     * @param weight the constant, for messages
     * @param values its elements, which are not changed
     */
    WeightGrid(Target target, Node node, Tensor weight, float[] values) {
        this.target = target;
        this.node = node;
        this.weight = weight;
        this.values = values;
    }

    /**
     * One a slice.
     *
     * @param slices what shares a scale
     * @param pairs which elements of a slice are added two by two
     * @throws ModelFormatException if an element is NaN or infinite
     */
    List<QuantizationParameters> parameters(SliceLayout slices, PairLayout pairs) {
        List<QuantizationParameters> parameters = new ArrayList<>();
        for (float magnitude : SliceMagnitudes.of(slices, values)) {
            if (!Float.isFinite(magnitude)) {
                throw new ModelFormatException(
                        "weight must be finite; node="
                                + node.label()
                                + ", initializer="
                                + weight.name()
                                + "; leave the node in float with --exclude");
            }
            parameters.add(target.weights().parametersFor(new Range(-magnitude, magnitude)));
        }
        if (target.accumulation() == Accumulation.SATURATING_PAIRS) {
            float[] means = PairMagnitudes.of(pairs, values);
            for (int slice = 0; slice < means.length; slice++) {
                parameters.set(slice, atLeast(smallestScale(means[slice]), parameters.get(slice)));
            }
        }
        return parameters;
    }

    private float smallestScale(float mean) {
        IntegerType activations = target.activations().type();
        return PairSaturation.smallestScale(mean, activations.max() - activations.min());
    }

    private static QuantizationParameters atLeast(float scale, QuantizationParameters by) {
        return new QuantizationParameters(
                Math.max(by.scale(), scale), by.zeroPoint(), by.type(), by.codeRange());
    }
}
