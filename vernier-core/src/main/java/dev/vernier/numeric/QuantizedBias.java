package dev.vernier.numeric;

/**
 * The bias of a convolution or matrix product as int32, equation (11): z = 0, s_bias[c] = s_x ·
 * s_w[c], so that it adds to the integer accumulator without conversion.
 *
 * <p>The scale is the float32 product, as runtimes compute it; the division is in double, since
 * codes have up to 31 bits. A code that would not fit clamps and is counted: then the weight scale
 * of that channel is too small for the bias; {@link #smallestWeightScale} says how large it must
 * be. NaN is to be refused before; here it becomes 0.
 *
 * <p>Immutable and thread-safe; the arrays are copied out.
 */
public final class QuantizedBias {

    private final int[] codes;
    private final float[] scales;
    private final int clamped;

    private QuantizedBias(int[] codes, float[] scales, int clamped) {
        this.codes = codes;
        this.scales = scales;
        this.clamped = clamped;
    }

    /**
     * Quantizes {@code bias}.
     *
     * @param inputScale s_x, per tensor
     * @param weightScales s_w, one for all channels or as many as the bias
     */
    public static QuantizedBias of(float[] bias, float inputScale, float... weightScales) {
        if (weightScales.length != 1 && weightScales.length != bias.length) {
            throw new IllegalArgumentException(
                    "weight scales must be one or as many as the bias; weightScales="
                            + weightScales.length
                            + ", bias="
                            + bias.length);
        }
        float[] scales = new float[weightScales.length];
        for (int c = 0; c < scales.length; c++) {
            scales[c] = scale(inputScale, weightScales[c]);
        }
        int[] codes = new int[bias.length];
        int clamped = 0;
        for (int c = 0; c < codes.length; c++) {
            double code = Math.rint(bias[c] / (double) scales[scales.length == 1 ? 0 : c]);
            codes[c] = (int) code; // saturates
            clamped += codes[c] == code || Double.isNaN(code) ? 0 : 1;
        }
        return new QuantizedBias(codes, scales, clamped);
    }

    /** s_x · s_w in float32; refused where it leaves the normal floats. */
    public static float scale(float inputScale, float weightScale) {
        float scale = inputScale * weightScale;
        if (!(scale >= Float.MIN_NORMAL) || Float.isInfinite(scale)) { // ! also catches NaN
            throw new IllegalArgumentException(
                    "bias scale must be positive, normal and finite; inputScale="
                            + inputScale
                            + ", weightScale="
                            + weightScale);
        }
        return scale;
    }

    /**
     * The smallest weight scale at which {@code bias} needs no clamping and the scale is normal.
     */
    public static float smallestWeightScale(float bias, float inputScale) {
        double needed = Math.max(Math.abs((double) bias) / Integer.MAX_VALUE, Float.MIN_NORMAL);
        float scale = (float) (needed / inputScale);
        while (inputScale * scale < needed) {
            scale = Math.nextUp(scale);
        }
        return Math.max(scale, Float.MIN_NORMAL);
    }

    public int[] codes() {
        return codes.clone();
    }

    /** One for all channels, or one a channel: as many as there were weight scales. */
    public float[] scales() {
        return scales.clone();
    }

    /** How many codes did not fit into int32. */
    public int clamped() {
        return clamped;
    }

    /** The real numbers that the codes stand for, equation (5). */
    public float[] dequantize() {
        float[] values = new float[codes.length];
        for (int c = 0; c < values.length; c++) {
            values[c] = codes[c] * scales[scales.length == 1 ? 0 : c];
        }
        return values;
    }
}
