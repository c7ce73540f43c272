package dev.vernier.numeric;

/**
 * The grid that ONNX's DynamicQuantizeLinear (opset 11) chooses at run time for uint8, equation
 * (17).
 *
 * <p>A definition of its own, wholly in float32: s = (α - β) / 255, z = round(clamp(-β / s)), the
 * zero point from the stored scale. For [-1, 1] that gives 127 where equation (3) gives 128.
 *
 * <p>A scale below the smallest normal float becomes 1 with z = 0. A width that overflows float32
 * is refused.
 */
public final class DynamicQuantization {

    private DynamicQuantization() {}

    public static QuantizationParameters parametersFor(Range range) {
        IntegerType type = IntegerType.UINT8;
        float scale = (range.max() - range.min()) / type.max();
        if (scale < Float.MIN_NORMAL) {
            return new QuantizationParameters(1f, 0, type);
        }
        float zeroPoint = Math.min(Math.max(-range.min() / scale, 0f), type.max());
        return new QuantizationParameters(scale, (int) Math.rint((double) zeroPoint), type);
    }
}
