package dev.vernier.plan;

import dev.vernier.graph.ElementType;
import dev.vernier.graph.Tensor;
import dev.vernier.model.Weights;
import dev.vernier.numeric.LinearScheme;
import dev.vernier.numeric.QuantizationParameters;
import dev.vernier.numeric.Range;
import java.util.Optional;

/**
 * The grid of a constant by which an integer kernel multiplies values:
 *
 * <pre>
 * c  ->  (q - z) s    every element to 2^-9 of itself; a single element is always met
 * </pre>
 *
 * <p>What a grid does not meet stays in float: an element that is small beside the largest would be
 * wrong by a large part of itself, in every run.
 *
 * <p>Empty for constants with NaN or infinity, without elements, or with very many. Thread-safe.
 * Cost: one pass over the constant.
 */
public final class ConstantFactor {

    private static final double NEAR = 1.0 / 512;
    private static final long MOST_ELEMENTS = 1 << 16;

    /** What is smaller or larger leaves no room for scales around it. */
    private static final float SMALLEST = 1e-20f;

    private static final float LARGEST = 1e20f;

    private ConstantFactor() {}

    /**
     * The grid, if there is one.
     *
     * @param activations the scheme of the values that are multiplied
     */
    public static Optional<QuantizationParameters> of(Tensor constant, LinearScheme activations) {
        if (constant.type() != ElementType.FLOAT
                || constant.elements() == 0
                || constant.elements() > MOST_ELEMENTS) {
            return Optional.empty();
        }
        float[] factors = Weights.floats(constant);
        float least = 0;
        float most = 0;
        for (float factor : factors) {
            float size = Math.abs(factor);
            if (!(size == 0 || (size >= SMALLEST && size <= LARGEST))) { // NaN as well
                return Optional.empty();
            }
            least = Math.min(least, factor);
            most = Math.max(most, factor);
        }
        QuantizationParameters grid = activations.parametersFor(new Range(least, most));
        for (float factor : factors) {
            if (!(Math.abs(grid.fakeQuantize(factor) - factor) <= NEAR * Math.abs(factor))) {
                return Optional.empty();
            }
        }
        return Optional.of(grid);
    }
}
