package dev.vernier.kernel;

/**
 * The same arithmetic as {@link LinearKernel} where each element has its own scale and zero point:
 * rows along a quantized axis, or across blocks.
 *
 * <p>Element {@code from + i} uses {@code scales[first + i]} and {@code zeroPoints[first + i]}.
 * Infinities end at the outermost codes; which code NaN gets is not specified, fake quantization
 * keeps it.
 */
public final class LinearRowKernel {

    private static final float TO_INTEGER = LinearKernel.TO_INTEGER;

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
            int steps = (int) ((values[from + i] / scales[first + i] + TO_INTEGER) - TO_INTEGER);
            float clamped = Math.min(Math.max(steps, minCode - z), maxCode - z);
            codes[to + i] = (byte) (int) (clamped + z);
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
            int steps = (int) ((values[from + i] / scales[first + i] + TO_INTEGER) - TO_INTEGER);
            float clamped = Math.min(Math.max(steps, minCode - z), maxCode - z);
            codes[to + i] = (short) (int) (clamped + z);
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
            results[to + i] = ((v + TO_INTEGER) - TO_INTEGER) * s;
        }
    }
}
