package dev.vernier.numeric;

/**
 * How far values came out from their reference: signal-to-quantization-noise ratio, equation (12),
 * mean squared error, cosine and largest error.
 *
 * <p>Without elements there is no error: ratio +∞, cosine 1, all others 0.
 *
 * @param count of compared elements
 * @param referenceSquared Σ x²
 * @param actualSquared Σ x̂²
 * @param product Σ x x̂
 * @param errorSquared Σ (x - x̂)²
 * @param largestError max |x - x̂|
 */
public record ErrorMeasures(
        long count,
        double referenceSquared,
        double actualSquared,
        double product,
        double errorSquared,
        double largestError) {

    /** Compares two tensors of equal length; their values must be finite. */
    public static ErrorMeasures between(float[] reference, float[] actual) {
        ErrorAccumulator accumulator = new ErrorAccumulator();
        accumulator.add(reference, actual);
        return accumulator.measures();
    }

    /**
     * 10 log10(Σ x² / Σ (x - x̂)²), equation (12), in decibels: +∞ without error, else -∞ if the
     * reference is all zero.
     */
    public double signalToNoise() {
        if (errorSquared == 0) {
            return Double.POSITIVE_INFINITY;
        }
        return 10 * (StrictMath.log10(referenceSquared) - StrictMath.log10(errorSquared));
    }

    public double meanSquaredError() {
        return count == 0 ? 0 : errorSquared / count;
    }

    /** Between -1 and 1; if one side is all zero 0, if both are 1. */
    public double cosine() {
        if (referenceSquared == 0 || actualSquared == 0) {
            return referenceSquared == actualSquared ? 1 : 0;
        }
        double cosine = product / (Math.sqrt(referenceSquared) * Math.sqrt(actualSquared));
        return Math.min(Math.max(cosine, -1), 1);
    }
}
