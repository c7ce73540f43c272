package dev.vernier.kernel;

/**
 * Loops for the largest magnitude of runs of values.
 *
 * <p>NaN wins over every number, so that it cannot hide. Stateless.
 */
public final class MagnitudeKernel {

    private MagnitudeKernel() {}

    /** The largest of {@code start} and the magnitudes of {@code length} values. */
    public static float largest(float[] values, int from, int length, float start) {
        float largest = start;
        for (int i = from; i < from + length; i++) {
            largest = Math.max(largest, Math.abs(values[i]));
        }
        return largest;
    }

    /**
     * Raises each {@code largest[at + i]} to the magnitude of the i-th of {@code length} values.
     */
    public static void raise(float[] values, int from, int length, float[] largest, int at) {
        for (int i = 0; i < length; i++) {
            largest[at + i] = Math.max(largest[at + i], Math.abs(values[from + i]));
        }
    }
}
