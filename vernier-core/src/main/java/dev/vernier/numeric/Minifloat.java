package dev.vernier.numeric;

/**
 * A floating format of at most 8 bits: sign, exponent, mantissa, as ONNX stores them.
 *
 * <p>With exponent field e > 0 the value is (1 + m / 2^M) · 2^(e - bias), else m / 2^M · 2^(1 -
 * bias).
 */
enum Minifloat {
    /** Only the code of all ones is NaN. */
    E4M3FN(4, 3, 7),
    /** As IEEE 754: the largest exponent holds the infinities and NaN. */
    E5M2(5, 2, 15),
    /** All codes are numbers. */
    E2M1(2, 1, 1);

    private final int exponentBits;
    private final int mantissaBits;
    private final int bias;

    Minifloat(int exponentBits, int mantissaBits, int bias) {
        this.exponentBits = exponentBits;
        this.mantissaBits = mantissaBits;
        this.bias = bias;
    }

    /** The value of each code. */
    float[] table() {
        int half = 1 << (exponentBits + mantissaBits);
        float[] values = new float[2 * half];
        for (int code = 0; code < half; code++) {
            values[code] = magnitude(code);
            values[half + code] = -values[code];
        }
        return values;
    }

    private float magnitude(int code) {
        int exponent = code >> mantissaBits;
        int mantissa = code & ((1 << mantissaBits) - 1);
        boolean largest = exponent == (1 << exponentBits) - 1;
        if (this == E4M3FN && largest && mantissa == (1 << mantissaBits) - 1) {
            return Float.NaN;
        }
        if (this == E5M2 && largest) {
            return mantissa == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
        }
        int implicit = exponent == 0 ? 0 : 1 << mantissaBits;
        return Math.scalb(
                (float) (implicit + mantissa), Math.max(exponent, 1) - bias - mantissaBits);
    }
}
