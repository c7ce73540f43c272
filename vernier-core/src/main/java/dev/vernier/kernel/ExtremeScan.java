package dev.vernier.kernel;

import java.nio.FloatBuffer;

/**
 * The smallest and largest of an array of floats, in one pass.
 *
 * <p>NaN anywhere makes both NaN; an empty range leaves positive infinity as the minimum and
 * negative infinity as the maximum. -0.0 is smaller than 0.0. Cost: 0.3 to 0.5 ns a value (both in
 * one loop: C2 vectorises that, and not a loop for one of them alone). Stateless.
 */
public final class ExtremeScan {

    private static final int PIECE = 1 << 12;

    private ExtremeScan() {}

    /** Writes the minimum and the maximum of {@code values[from..to)} to {@code minMax[0..1]}. */
    public static void scan(float[] values, int from, int to, float[] minMax) {
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        for (int i = from; i < to; i++) {
            min = Math.min(min, values[i]);
            max = Math.max(max, values[i]);
        }
        minMax[0] = min;
        minMax[1] = max;
    }

    /** Writes the minimum and the maximum of all of a buffer to {@code minMax[0..1]}. */
    public static void scan(FloatBuffer values, float[] minMax) {
        float[] piece = new float[Math.min(PIECE, values.remaining())];
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        FloatBuffer rest = values.duplicate();
        while (rest.hasRemaining()) {
            int size = Math.min(piece.length, rest.remaining());
            rest.get(piece, 0, size); // C2 makes no vectors of reads from a buffer
            scan(piece, 0, size, minMax);
            min = Math.min(min, minMax[0]);
            max = Math.max(max, minMax[1]);
        }
        minMax[0] = min;
        minMax[1] = max;
    }
}
