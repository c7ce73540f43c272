package dev.vernier.numeric;

/**
 * From an int32 accumulator at scale s_x · s_w to a code of the output grid, equation (16): y_q =
 * clamp(round(a · m) + z_y) with m = s_x · s_w / s_y.
 *
 * <p>The multiplier and the product are float32, as ONNX Runtime computes them; an accumulator
 * above 2^24 is rounded to float first.
 *
 * @param multiplier m, positive and finite
 * @param output the grid of the result
 */
public record Requantization(float multiplier, QuantizationParameters output) {

    public Requantization {
        if (!(multiplier > 0) || Float.isInfinite(multiplier)) { // ! also catches NaN
            throw new IllegalArgumentException(
                    "multiplier must be positive and finite; multiplier=" + multiplier);
        }
        if (output.type().bits() > 16) {
            throw new IllegalArgumentException(
                    "output codes must have at most 16 bits; type=" + output.type());
        }
    }

    /** m = s_x · s_w / s_y, from left to right. */
    public static Requantization of(
            float inputScale, float weightScale, QuantizationParameters output) {
        return new Requantization(inputScale * weightScale / output.scale(), output);
    }

    /** The output code of one accumulator. */
    public int requantize(int accumulator) {
        double code = Math.rint((double) (accumulator * multiplier)) + output.zeroPoint();
        return (int) Math.min(Math.max(code, output.minCode()), output.maxCode());
    }
}
