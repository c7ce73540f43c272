package dev.vernier.model;

/** IEEE 754 binary16, which Java has had a conversion for since release 20 only. */
final class HalfPrecision {

    private static final int EXPONENT = 0x1F;
    private static final int FRACTION = 0x3FF;
    private static final float SUBNORMAL_UNIT = 0x1p-24f;

    private HalfPrecision() {}

    /** The float of the same value, which always exists; NaN keeps its payload. */
    static float toFloat(short bits) {
        int sign = (bits & 0x8000) << 16;
        int exponent = (bits >> 10) & EXPONENT;
        int fraction = bits & FRACTION;
        if (exponent == 0) {
            float magnitude = fraction * SUBNORMAL_UNIT;
            return Float.intBitsToFloat(Float.floatToRawIntBits(magnitude) | sign);
        }
        int wide = exponent == EXPONENT ? 0xFF : exponent - 15 + 127;
        return Float.intBitsToFloat(sign | (wide << 23) | (fraction << 13));
    }
}
