package dev.vernier.numeric;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values computed by hand and by an independent script. */
class GoldenValuesTest {

    private static final IntegerType INT3 = new IntegerType(3, true);

    @ParameterizedTest
    @CsvSource({
        "-1, 3, 3, true, 4, 7, -2",
        "-1, 1, 8, true, 2, 255, 0",
        "0, 6, 8, true, 6, 255, -128",
        "0, 6, 8, false, 6, 255, 0",
        "-2.5, 10, 8, true, 12.5, 255, -77",
        "-2.5, 10, 8, false, 12.5, 255, 51",
        "-0.1, 25.5, 4, true, 25.6, 15, -8",
    })
    void affine(float min, float max, int bits, boolean signed, double width, int steps, int zero) {
        LinearScheme scheme = LinearScheme.affine(new IntegerType(bits, signed));
        QuantizationParameters grid = scheme.parametersFor(Range.of(min, max));

        assertThat(scheme.partitions()).isEqualTo(steps);
        assertThat(grid.scale()).isCloseTo((float) (width / steps), withinUlp(width / steps));
        assertThat(grid.zeroPoint()).isEqualTo(zero);
    }

    private static Offset<Float> withinUlp(double value) {
        return Offset.offset(Math.ulp((float) value));
    }

    @Test
    void symmetricOfThreeBits() {
        LinearScheme scheme = LinearScheme.symmetric(INT3).narrow();
        QuantizationParameters grid = scheme.parametersFor(Range.of(-3, 2));

        assertThat(scheme.partitions()).isEqualTo(6);
        assertThat(grid).isEqualTo(new QuantizationParameters(1f, 0, INT3, CodeRange.NARROW));
    }

    @Test
    void codesOfAnAffineGridOfThreeBits() {
        QuantizationParameters grid = LinearScheme.affine(INT3).parametersFor(Range.of(-1, 3));
        float[] x = {-1.2f, -1, -0.5f, -0.28f, 0, 0.3f, 0.9f, 1.5f, 2.2f, 3, 3.5f};

        TensorQuantizer quantizer = TensorQuantizer.perTensor(grid, x.length);
        byte[] codes = quantizer.quantizeToBytes(x);

        assertThat(codes).containsExactly(-4, -4, -3, -2, -2, -1, 0, 1, 2, 3, 3);
        float[] back = quantizer.dequantize(codes);
        assertThat(back[0]).isCloseTo(-1.142857f, withinUlp(4));
        assertThat(back[1]).isCloseTo(-1.142857f, withinUlp(4));
        assertThat(back[4]).isEqualTo(0f);
        assertThat(back[9]).isCloseTo(2.857143f, withinUlp(4));
    }

    @Test
    void tiesGoToTheEvenCode() {
        QuantizationParameters grid =
                LinearScheme.symmetric(INT3).narrow().parametersFor(Range.of(-3, 2));
        float[] x = {-3.4f, -2.5f, -1.5f, -0.5f, 0, 0.5f, 1.5f, 2.5f, 3.4f};

        assertThat(TensorQuantizer.perTensor(grid, x.length).quantizeToBytes(x))
                .containsExactly(-3, -2, -2, 0, 0, 0, 2, 2, 3);
    }

    @Test
    void unsignedSymmetricMirrorsAboutTheMiddle() {
        QuantizationParameters grid =
                LinearScheme.symmetric(IntegerType.UINT8)
                        .narrow()
                        .parametersFor(Range.of(-127, 127));

        assertThat(grid.zeroPoint()).isEqualTo(128);
        for (int unscaled = -127; unscaled <= 127; unscaled++) {
            assertThat(grid.quantize(unscaled)).isEqualTo(unscaled + 128);
        }
        assertThat(grid.quantize(-128)).isEqualTo(1);
    }

    @Test
    void zeroPointComesFromTheScaleBeforeItIsRounded() {
        Range range = Range.of(-1, 1);

        assertThat(LinearScheme.INT8_AFFINE.parametersFor(range).zeroPoint()).isZero();
        // In float32 throughout, as DynamicQuantizeLinear is defined, the tie falls the other way.
        assertThat(DynamicQuantization.parametersFor(range).zeroPoint()).isEqualTo(127);
    }
}
