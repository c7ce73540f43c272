package dev.vernier.data;

/** IEEE 754 binary16, which the JDK converts only from version 20 on. */
final class Half {

    private static final float SUBNORMAL_UNIT = 0x1p-24f;

    private Half() {}

    /** The exact value; NaN keeps its payload. */
    static float toFloat(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = half >> 10 & 0x1F;
        int mantissa = half & 0x3FF;
        if (exponent == 0) {
            float magnitude = mantissa * SUBNORMAL_UNIT;
            return sign == 0 ? magnitude : -magnitude;
        }
        int wide = exponent == 0x1F ? 0xFF : exponent + 112; // bias 127 instead of 15
        return Float.intBitsToFloat(sign | wide << 23 | mantissa << 13);
    }
}
