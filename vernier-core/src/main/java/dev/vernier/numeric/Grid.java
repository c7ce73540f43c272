package dev.vernier.numeric;

/**
 * A finite set of real numbers, each with an integer code, by which tensors are represented.
 *
 * <p>Linear grids are {@link QuantizationParameters}, all others {@link CodeBookGrid}. Zero is a
 * grid point of both. What these methods say of one value is the definition; the classes that work
 * on tensors equal it bit for bit.
 */
public sealed interface Grid permits QuantizationParameters, CodeBookGrid {

    /** The code of the grid point nearest to {@code value}, equation (4) or (18). */
    int quantize(float value);

    /** The real number of {@code code}, equation (5) or (19). */
    float dequantize(int code);

    /** The grid point that stands for {@code value}; NaN stays. */
    default float fakeQuantize(float value) {
        return Float.isNaN(value) ? value : dequantize(quantize(value));
    }

    /** What a real number is divided by before it is compared with codes or levels. */
    float scale();
}
