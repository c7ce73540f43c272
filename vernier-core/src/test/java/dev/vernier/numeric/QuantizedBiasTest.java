package dev.vernier.numeric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class QuantizedBiasTest {

    @Test
    void scaleIsTheProductOfInputAndWeightScales() {
        QuantizedBias bias = QuantizedBias.of(new float[] {1, -0.375f}, 0.5f, 0.25f, 0.5f);

        assertThat(bias.scales()).containsExactly(0.125f, 0.25f);
        assertThat(bias.codes()).containsExactly(8, -2); // -1.5 goes to the even code
        assertThat(bias.dequantize()).containsExactly(1f, -0.5f);
        assertThat(bias.clamped()).isZero();
    }

    @Test
    void countsWhatDoesNotFitAndSaysWhichScaleWould() {
        float input = 1e-10f;
        QuantizedBias clamped = QuantizedBias.of(new float[] {3, -3, 0}, input, 1e-3f);

        assertThat(clamped.codes()).containsExactly(Integer.MAX_VALUE, Integer.MIN_VALUE, 0);
        assertThat(clamped.clamped()).isEqualTo(2);

        float enough = QuantizedBias.smallestWeightScale(3, input);
        assertThat(QuantizedBias.of(new float[] {3, -3}, input, enough).clamped()).isZero();
        float tooSmall = enough * 0.999f;
        assertThat(QuantizedBias.of(new float[] {3, -3}, input, tooSmall).clamped()).isEqualTo(2);
    }

    @Test
    void refusesScalesThatUnderflow() {
        assertThatThrownBy(() -> QuantizedBias.scale(1e-30f, 1e-30f))
                .hasMessage(
                        "bias scale must be positive, normal and finite;"
                                + " inputScale=1.0E-30, weightScale=1.0E-30");
        float enough = QuantizedBias.smallestWeightScale(0, 1e-30f);
        assertThat(QuantizedBias.scale(1e-30f, enough)).isPositive();
    }

    @Test
    void requantizesAnAccumulator() {
        QuantizationParameters output = new QuantizationParameters(0.5f, 3, IntegerType.UINT8);
        Requantization requantization = Requantization.of(0.25f, 0.5f, output);

        assertThat(requantization.multiplier()).isEqualTo(0.25f);
        assertThat(requantization.requantize(8)).isEqualTo(5);
        assertThat(requantization.requantize(10)).isEqualTo(5); // 2.5 goes to 2
        assertThat(requantization.requantize(-1000)).isZero();
        assertThat(requantization.requantize(Integer.MAX_VALUE)).isEqualTo(255);
    }
}
