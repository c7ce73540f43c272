package dev.vernier.numeric;

/**
 * A linear grid: the real numbers (q - z) · s for every code q of a type.
 *
 * <p>{@link #quantize} and {@link #dequantize} are the definitions, equations (4) and (5), one
 * value at a time and in float32 as runtimes compute them; {@link TensorQuantizer} does the same to
 * tensors. Real zero has the code z and comes back as zero exactly, equation (8).
 *
 * <p>Infinities clamp to the end of the grid. NaN is to be refused before; here it gets the code of
 * zero, and {@link #fakeQuantize}, which stores no code, keeps it.
 *
 * @param scale s, finite and at least the smallest normal float; a real number is an integer times
 *     s
 * @param zeroPoint z, the code of real zero
 * @param type of the codes
 * @param codeRange which codes of the type are used
 */
public record QuantizationParameters(
        float scale, int zeroPoint, IntegerType type, CodeRange codeRange) implements Grid {

    public QuantizationParameters {
        checkScale(scale);
        if (zeroPoint < codeRange.min(type) || zeroPoint > type.max()) {
            throw new IllegalArgumentException(
                    "zero point must be a "
                            + codeRange
                            + " code of the type; zeroPoint="
                            + zeroPoint
                            + ", type="
                            + type);
        }
        if (type.bits() == 32 && zeroPoint != 0) {
            throw new IllegalArgumentException(
                    "zero point of int32 must be 0; zeroPoint=" + zeroPoint);
        }
    }

    /** With all codes of {@code type}. */
    public QuantizationParameters(float scale, int zeroPoint, IntegerType type) {
        this(scale, zeroPoint, type, CodeRange.FULL);
    }

    public int minCode() {
        return codeRange.min(type);
    }

    public int maxCode() {
        return type.max();
    }

    /** The code of {@code value}, equation (4): clamp(round(value / s) + z). */
    @Override
    public int quantize(float value) {
        // In double, round(value / s) + z is exact for codes and keeps infinities.
        double code = Math.rint((double) (value / scale)) + zeroPoint;
        if (Double.isNaN(code)) {
            return zeroPoint;
        }
        return (int) Math.min(Math.max(code, minCode()), maxCode());
    }

    /** The real number of {@code code}, equation (5): (code - z) · s. */
    @Override
    public float dequantize(int code) {
        return (code - zeroPoint) * scale;
    }

    /**
     * The grid that gives x the code which this one gives x + c, with c rounded to whole steps,
     * equation (22): z' = z + round(c / s). Codes clamp where they do here.
     *
     * @throws IllegalArgumentException if z' is no code of the type
     */
    public QuantizationParameters ahead(float c) {
        int steps = (int) Math.rint((double) (c / scale));
        return new QuantizationParameters(scale, zeroPoint + steps, type, codeRange);
    }

    /** From the smallest to the largest real number of the grid. */
    public Range representable() {
        return new Range(finite(dequantize(minCode())), finite(dequantize(maxCode())));
    }

    static void checkScale(float scale) {
        if (!(scale >= Float.MIN_NORMAL) || Float.isInfinite(scale)) { // ! also catches NaN
            throw new IllegalArgumentException(
                    "scale must be positive, normal and finite; scale=" + scale);
        }
    }

    private static float finite(float bound) {
        return Math.min(Math.max(bound, -Float.MAX_VALUE), Float.MAX_VALUE);
    }
}
