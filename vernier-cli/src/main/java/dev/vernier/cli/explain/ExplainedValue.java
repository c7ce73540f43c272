package dev.vernier.cli.explain;

import dev.vernier.numeric.QuantizationParameters;

/**
 * One real value on its way through quantize and dequantize, equations (4) and (5).
 *
 * @param value x
 * @param quotient x / s in float32, as runtimes divide
 * @param rounded the quotient to the nearest integer, ties to even
 * @param unclamped rounded + z; both as double, which holds every float's integers
 * @param code x_q, from {@link QuantizationParameters#quantize}
 * @param result x̂, from {@link QuantizationParameters#dequantize}
 */
record ExplainedValue(
        float value, float quotient, double rounded, double unclamped, int code, float result) {

    static ExplainedValue of(float value, QuantizationParameters grid) {
        float quotient = value / grid.scale();
        double rounded = Math.rint(quotient);
        int code = grid.quantize(value);
        return new ExplainedValue(
                value, quotient, rounded, rounded + grid.zeroPoint(), code, grid.dequantize(code));
    }

    /** x̂ - x. */
    double error() {
        return (double) result - value;
    }

    boolean isExact() {
        return result == value;
    }

    /** Whether the grid ends before the value: what is lost is more than rounding. */
    boolean isClipped() {
        return unclamped != code;
    }

    /** Whether two grid points are equally near; the even multiple of the scale wins. */
    boolean isTie() {
        return Math.abs(quotient - Math.rint(quotient)) == 0.5;
    }

    /** Whether the quotient only looks half-way: float32 division put it on one side. */
    boolean isNearTie() {
        double fromTie = Math.abs(Math.abs(quotient - Math.rint(quotient)) - 0.5);
        return !isTie() && fromTie < 1e-6 * Math.max(1, Math.abs(quotient));
    }
}
