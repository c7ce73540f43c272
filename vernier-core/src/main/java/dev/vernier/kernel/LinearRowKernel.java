package dev.vernier.kernel;

/**
 * The same arithmetic as {@link LinearKernel} where each element has its own scale and zero point:
 * rows along a quantized axis, or across blocks.
 *
 * <p>Element {@code from + i} uses {@code scales[first + i]} and {@code zeroPoints[first + i]}.
 */
public final class LinearRowKernel {

    /** 1.5 · 2^23, see {@link LinearKernel}. */
    private static final float TO_INTEGER = 0x1.8p23f;

    private LinearRowKernel() {}

    /** Codes of at most 8 bits; unsigned ones appear as the byte of the same bits. */
    public static void quantize(
            float[] values,
            int from,
            byte[] codes,
            int to,
            int length,
            float[] scales,
            int[] zeroPoints,
            int first,
            int minCode,
            int maxCode) {
        for (int i = 0; i < length; i++) {
            int z = zeroPoints[first + i];
            float v = values[from + i] / scales[first + i];
            v = Math.min(Math.max(v, minCode - z), maxCode - z);
            codes[to + i] = (byte) ((int) ((v + TO_INTEGER) - TO_INTEGER) + z);
        }
    }

    /** Codes of at most 16 bits; unsigned ones appear as the short of the same bits. */
    public static void quantize(
            float[] values,
            int from,
            short[] codes,
            int to,
            int length,
            float[] scales,
            int[] zeroPoints,
            int first,
            int minCode,
            int maxCode) {
        for (int i = 0; i < length; i++) {
            int z = zeroPoints[first + i];
            float v = values[from + i] / scales[first + i];
            v = Math.min(Math.max(v, minCode - z), maxCode - z);
            codes[to + i] = (short) ((int) ((v + TO_INTEGER) - TO_INTEGER) + z);
        }
    }

    /** {@code mask} is 0xFF for unsigned codes and -1 for signed ones. */
    public static void dequantize(
            byte[] codes,
            int from,
            float[] values,
            int to,
            int length,
            float[] scales,
            int[] zeroPoints,
            int first,
            int mask) {
        for (int i = 0; i < length; i++) {
            values[to + i] = ((codes[from + i] & mask) - zeroPoints[first + i]) * scales[first + i];
        }
    }

    /** {@code mask} is 0xFFFF for unsigned codes and -1 for signed ones. */
    public static void dequantize(
            short[] codes,
            int from,
            float[] values,
            int to,
            int length,
            float[] scales,
            int[] zeroPoints,
            int first,
            int mask) {
        for (int i = 0; i < length; i++) {
            values[to + i] = ((codes[from + i] & mask) - zeroPoints[first + i]) * scales[first + i];
        }
    }

    /** Quantize and dequantize without storing the code; {@code values} may be {@code results}. */
    public static void fakeQuantize(
            float[] values,
            int from,
            float[] results,
            int to,
            int length,
            float[] scales,
            int[] zeroPoints,
            int first,
            int minCode,
            int maxCode) {
        for (int i = 0; i < length; i++) {
            int z = zeroPoints[first + i];
            float s = scales[first + i];
            float v = Math.min(Math.max(values[from + i] / s, minCode - z), maxCode - z);
            int steps = (int) ((v + TO_INTEGER) - TO_INTEGER); // an int has no negative zero
            results[to + i] = steps * s;
        }
    }
}
