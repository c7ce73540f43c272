package dev.vernier.calibrator;

import dev.vernier.numeric.Grid;
import dev.vernier.statistics.TensorStatistics;

/**
 * The error that a grid will add to a tensor, expected from its histogram: equation (15).
 *
 * <p>Rounding is the part inside the grid's ends, clipping the part outside. Values count as evenly
 * spread inside each bin of the histogram; the sums agree with those over the values themselves
 * within a few per mille, unless the values are few or discrete.
 *
 * @param count number of finite values
 * @param signalSquared Σ x²
 * @param roundingSquared Σ (x - x̂)² over the values inside the grid's ends
 * @param clippingSquared Σ (x - x̂)² over the values outside
 */
public record ExpectedError(
        long count, double signalSquared, double roundingSquared, double clippingSquared) {

    /**
     * The error that {@code grid} adds to the tensor.
     *
     * @throws IllegalArgumentException if the statistics have no finite value
     */
    public static ExpectedError of(TensorStatistics statistics, Grid grid) {
        return new ErrorModel(statistics).expected(grid);
    }

    public double errorSquared() {
        return roundingSquared + clippingSquared;
    }

    public double meanSquaredError() {
        return errorSquared() / count;
    }

    /** Equation (12) in decibels: +∞ without error. */
    public double signalToNoise() {
        if (errorSquared() == 0) {
            return Double.POSITIVE_INFINITY;
        }
        return 10 * (StrictMath.log10(signalSquared) - StrictMath.log10(errorSquared()));
    }
}
