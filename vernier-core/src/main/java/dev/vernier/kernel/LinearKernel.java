package dev.vernier.kernel;

/**
 * Quantizes, dequantizes and fake-quantizes runs that share one scale and zero point, equations (4)
 * and (5).
 *
 * <p>The forms are those that C2 of JDK 25 turns into vectors, measured in docs/performance.md:
 *
 * <ul>
 *   <li>Rounding adds and subtracts 1.5 · 2^23: in that binade neighbouring floats are 1 apart, so
 *       the addition itself rounds to nearest, ties to even. Beyond 2^22, where that ends, the sum
 *       only has to stay beyond every code, and does.
 *   <li>Codes are clamped as integers, one instruction each way; clamping floats takes six, for NaN
 *       and negative zero. The cast to int saturates, so infinities end at the bounds. Where all
 *       256 codes are in use, it saturates at those: steps are counted in 2^24 and shifted back.
 *   <li>The clamped integer goes back to float and to int again: C2 narrows floats to bytes in
 *       vectors, ints it does not.
 *   <li>Codes become floats before the zero point is subtracted; both are exact.
 * </ul>
 *
 * <p>Which code NaN gets is not specified; fake quantization keeps it.
 */
public final class LinearKernel {

    /** 1.5 · 2^23. */
    static final float TO_INTEGER = 0x1.8p23f;

    /** 2^24: 256 steps of it are the range of int. */
    private static final float STEP = 0x1p24f;

    /** Below, scale / {@link #STEP} would be subnormal and no longer exact. */
    private static final float SMALLEST_TO_SATURATE = Float.MIN_NORMAL * STEP;

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
        if (maxCode - minCode == 255 && scale >= SMALLEST_TO_SATURATE) {
            saturate(values, from, codes, to, length, scale, zeroPoint, minCode);
        } else {
            clamp(values, from, codes, to, length, scale, zeroPoint, minCode, maxCode);
        }
    }

    /** All 256 codes: with 2^24 for one step, the cast to int clamps where the codes end. */
    private static void saturate(
            float[] values,
            int from,
            byte[] codes,
            int to,
            int length,
            float scale,
            int zeroPoint,
            int minCode) {
        float offset = minCode - Byte.MIN_VALUE;
        float unit = scale / STEP;
        float add = TO_INTEGER * STEP;
        float subtract = (TO_INTEGER - (zeroPoint - offset)) * STEP;
        for (int i = 0; i < length; i++) {
            float code = (int) ((values[from + i] / unit + add) - subtract) >> 24;
            codes[to + i] = (byte) (int) (code + offset);
        }
    }

    private static void clamp(
            float[] values,
            int from,
            byte[] codes,
            int to,
            int length,
            float scale,
            int zeroPoint,
            int minCode,
            int maxCode) {
        int low = minCode - zeroPoint;
        int high = maxCode - zeroPoint;
        float zero = zeroPoint;
        for (int i = 0; i < length; i++) {
            int steps = (int) ((values[from + i] / scale + TO_INTEGER) - TO_INTEGER);
            float clamped = Math.min(Math.max(steps, low), high);
            codes[to + i] = (byte) (int) (clamped + zero);
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
        int low = minCode - zeroPoint;
        int high = maxCode - zeroPoint;
        float zero = zeroPoint;
        for (int i = 0; i < length; i++) {
            int steps = (int) ((values[from + i] / scale + TO_INTEGER) - TO_INTEGER);
            float clamped = Math.min(Math.max(steps, low), high);
            codes[to + i] = (short) (int) (clamped + zero);
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
        float zero = zeroPoint;
        for (int i = 0; i < length; i++) {
            values[to + i] = ((float) codes[from + i] - zero) * scale;
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
        float zero = zeroPoint;
        for (int i = 0; i < length; i++) {
            values[to + i] = ((float) (codes[from + i] & 0xFF) - zero) * scale;
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
        float zero = zeroPoint;
        for (int i = 0; i < length; i++) {
            values[to + i] = ((float) codes[from + i] - zero) * scale;
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
        float zero = zeroPoint;
        for (int i = 0; i < length; i++) {
            values[to + i] = ((float) (codes[from + i] & 0xFFFF) - zero) * scale;
        }
    }

    /**
     * Quantize and dequantize without storing the code; {@code values} may be {@code results}.
     *
     * <p>C2 gives up where two float arrays are read and written at different offsets, since they
     * might be one array; then the run is copied first.
     */
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
        if (from == to) {
            snap(values, results, to, length, scale, low, high);
        } else {
            System.arraycopy(values, from, results, to, length);
            snap(results, results, to, length, scale, low, high);
        }
    }

    /** No sum below is a negative zero, so neither is a product. */
    private static void snap(
            float[] values,
            float[] results,
            int from,
            int length,
            float scale,
            float low,
            float high) {
        int end = from + length;
        for (int i = from; i < end; i++) {
            float steps = Math.min(Math.max(values[i] / scale, low), high);
            results[i] = ((steps + TO_INTEGER) - TO_INTEGER) * scale;
        }
    }
}
