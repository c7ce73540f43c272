package dev.vernier.kernel;

/**
 * Converts float32 to and from double and the 16-bit formats float16 (IEEE 754 binary16) and
 * bfloat16, the latter on their bits.
 *
 * <p>Widening is exact and keeps NaN payloads. Narrowing rounds to nearest, ties to even; too large
 * becomes infinite; subnormals are kept. Every NaN narrows to the quiet NaN of its sign, so that
 * none turns into an infinity.
 */
public final class RealKernel {

    private static final int FLOAT16_NAN = 0x7E00;
    private static final int BFLOAT16_NAN = 0x7FC0;

    /** 2^112: the quotient of both formats' smallest exponents. */
    private static final float FLOAT16_REBIAS = 0x1p112f;

    /** The smallest float that rounds to infinity in float16: half a step above 65504. */
    private static final int FLOAT16_OVERFLOW = 0x477F_F000;

    /** The bits of 2^-14, the smallest normal float16. */
    private static final int FLOAT16_NORMAL = 0x3880_0000;

    private RealKernel() {}

    public static void widenFloat16(short[] halves, int from, float[] values, int to, int length) {
        for (int i = 0; i < length; i++) {
            values[to + i] = widenFloat16(halves[from + i]);
        }
    }

    public static void widenBfloat16(short[] halves, int from, float[] values, int to, int length) {
        for (int i = 0; i < length; i++) {
            values[to + i] = Float.intBitsToFloat(halves[from + i] << 16);
        }
    }

    public static void narrowFloat16(float[] values, int from, short[] halves, int to, int length) {
        for (int i = 0; i < length; i++) {
            halves[to + i] = narrowFloat16(values[from + i]);
        }
    }

    public static void narrowBfloat16(
            float[] values, int from, short[] halves, int to, int length) {
        for (int i = 0; i < length; i++) {
            halves[to + i] = narrowBfloat16(values[from + i]);
        }
    }

    public static void widenDouble(float[] values, int from, double[] doubles, int to, int length) {
        for (int i = 0; i < length; i++) {
            doubles[to + i] = values[from + i];
        }
    }

    public static void narrowDouble(
            double[] doubles, int from, float[] values, int to, int length) {
        for (int i = 0; i < length; i++) {
            values[to + i] = (float) doubles[from + i];
        }
    }

    static float widenFloat16(short half) {
        int sign = (half & 0x8000) << 16;
        int magnitude = (half & 0x7FFF) << 13;
        if (magnitude >= 0x7C00 << 13) { // infinity and NaN: the exponent stays all ones
            return Float.intBitsToFloat(sign | 0x7F80_0000 | magnitude);
        }
        // The exponent is 112 too small; multiplying also normalises subnormals, exactly.
        float value = Float.intBitsToFloat(magnitude) * FLOAT16_REBIAS;
        return Float.intBitsToFloat(sign | Float.floatToRawIntBits(value));
    }

    static short narrowFloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = bits >>> 16 & 0x8000;
        int magnitude = bits & 0x7FFF_FFFF;
        if (magnitude > 0x7F80_0000) {
            return (short) (sign | FLOAT16_NAN);
        }
        if (magnitude >= FLOAT16_OVERFLOW) {
            return (short) (sign | 0x7C00);
        }
        if (magnitude < FLOAT16_NORMAL) {
            // Adding 0.5 leaves a step of 2^-24, the smallest float16: the sum itself rounds.
            float shifted = Float.intBitsToFloat(magnitude) + 0.5f;
            return (short) (sign | Float.floatToRawIntBits(shifted) - 0x3F00_0000);
        }
        int even = magnitude >>> 13 & 1;
        return (short) (sign | (magnitude - (112 << 23) + 0xFFF + even) >>> 13);
    }

    static short narrowBfloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        if ((bits & 0x7FFF_FFFF) > 0x7F80_0000) {
            return (short) ((bits >>> 16 & 0x8000) | BFLOAT16_NAN);
        }
        int even = bits >>> 16 & 1;
        return (short) ((bits + 0x7FFF + even) >>> 16);
    }
}
