package dev.vernier.kernel;

/**
 * Loops for the mean magnitude of neighbours that have the same sign, the largest of many.
 *
 * <p>The mean of a pair is half its sum, which cannot overflow. Values of opposite sign count as if
 * the smaller were zero. NaN wins over every number. Stateless.
 */
public final class PairKernel {

    private PairKernel() {}

    /**
     * The largest of {@code start} and the means of pairs (0, 1), (2, 3), ... of a matrix that is
     * read row by row; a value left over counts as a pair with zero.
     *
     * @param from index of the first value
     * @param rows number of rows
     * @param rowStride distance of the first values of two rows
     * @param columns values in a row
     * @param columnStride distance of two values of a row
     */
    public static float largest(
            float[] values,
            int from,
            int rows,
            int rowStride,
            int columns,
            int columnStride,
            float start) {
        float largest = start;
        float waiting = 0;
        boolean second = false;
        for (int row = 0; row < rows; row++) {
            int at = from + row * rowStride;
            for (int column = 0; column < columns; column++, at += columnStride) {
                if (second) {
                    largest = Math.max(largest, mean(waiting, values[at]));
                } else {
                    waiting = values[at];
                }
                second = !second;
            }
        }
        return second ? Math.max(largest, mean(waiting, 0)) : largest;
    }

    /**
     * Raises each {@code largest[i]} to the mean of {@code values[first + i]} and {@code
     * values[second + i]}.
     */
    public static void raise(float[] values, int first, int second, float[] largest) {
        for (int i = 0; i < largest.length; i++) {
            largest[i] = Math.max(largest[i], mean(values[first + i], values[second + i]));
        }
    }

    /** Raises each {@code largest[i]} to the mean of {@code values[first + i]} and zero. */
    public static void raise(float[] values, int first, float[] largest) {
        for (int i = 0; i < largest.length; i++) {
            largest[i] = Math.max(largest[i], mean(values[first + i], 0));
        }
    }

    private static float mean(float a, float b) {
        float above = 0.5f * Math.max(a, 0) + 0.5f * Math.max(b, 0);
        float below = 0.5f * Math.max(-a, 0) + 0.5f * Math.max(-b, 0);
        return Math.max(above, below);
    }
}
