package dev.vernier.kernel;

/**
 * Quantizes, dequantizes and fake-quantizes runs that share one scale and zero point, equations (4)
 * and (5).
 *
 * <p>Rounding is by adding and subtracting 1.5 · 2^23: in that binade neighbouring floats are 1
 * apart, so the addition itself rounds to nearest, ties to even. It holds for |v| ≤ 2^22, hence the
 * clamp comes first; its bounds are integers, so the order does not change the result. C2 turns
 * these loops into vectors; {@code Math.rint} and a test for NaN it does not, or takes twice as
 * long.
 *
 * <p>Infinities clamp. NaN passes the clamp, casts to 0 and thus gets the code of zero.
 */
public final class LinearKernel {

    /** 1.5 · 2^23. */
    private static final float TO_INTEGER = 0x1.8p23f;

    private LinearKernel() {}

    /** Codes of at most 8 bits; unsigned ones appear as the byte of the same bits. */
    public static void quantize(
            float[] values,
            int from,
            byte[] codes,
            int to,
            int length,
            float scale,
            int zeroPoint,
            int minCode,
            int maxCode) {
        float low = minCode - zeroPoint;
        float high = maxCode - zeroPoint;
        for (int i = 0; i < length; i++) {
            float v = Math.min(Math.max(values[from + i] / scale, low), high);
            codes[to + i] = (byte) ((int) ((v + TO_INTEGER) - TO_INTEGER) + zeroPoint);
        }
    }

    /** Codes of at most 16 bits; unsigned ones appear as the short of the same bits. */
    public static void quantize(
            float[] values,
            int from,
            short[] codes,
            int to,
            int length,
            float scale,
            int zeroPoint,
            int minCode,
            int maxCode) {
        float low = minCode - zeroPoint;
        float high = maxCode - zeroPoint;
        for (int i = 0; i < length; i++) {
            float v = Math.min(Math.max(values[from + i] / scale, low), high);
            codes[to + i] = (short) ((int) ((v + TO_INTEGER) - TO_INTEGER) + zeroPoint);
        }
    }

    public static void dequantizeSigned(
            byte[] codes,
            int from,
            float[] values,
            int to,
            int length,
            float scale,
            int zeroPoint) {
        for (int i = 0; i < length; i++) {
            values[to + i] = (codes[from + i] - zeroPoint) * scale;
        }
    }

    public static void dequantizeUnsigned(
            byte[] codes,
            int from,
            float[] values,
            int to,
            int length,
            float scale,
            int zeroPoint) {
        for (int i = 0; i < length; i++) {
            values[to + i] = ((codes[from + i] & 0xFF) - zeroPoint) * scale;
        }
    }

    public static void dequantizeSigned(
            short[] codes,
            int from,
            float[] values,
            int to,
            int length,
            float scale,
            int zeroPoint) {
        for (int i = 0; i < length; i++) {
            values[to + i] = (codes[from + i] - zeroPoint) * scale;
        }
    }

    public static void dequantizeUnsigned(
            short[] codes,
            int from,
            float[] values,
            int to,
            int length,
            float scale,
            int zeroPoint) {
        for (int i = 0; i < length; i++) {
            values[to + i] = ((codes[from + i] & 0xFFFF) - zeroPoint) * scale;
        }
    }

    /** Quantize and dequantize without storing the code; {@code values} may be {@code results}. */
    public static void fakeQuantize(
            float[] values,
            int from,
            float[] results,
            int to,
            int length,
            float scale,
            int zeroPoint,
            int minCode,
            int maxCode) {
        float low = minCode - zeroPoint;
        float high = maxCode - zeroPoint;
        for (int i = 0; i < length; i++) {
            float v = Math.min(Math.max(values[from + i] / scale, low), high);
            int steps = (int) ((v + TO_INTEGER) - TO_INTEGER); // an int has no negative zero
            results[to + i] = steps * scale;
        }
    }
}
