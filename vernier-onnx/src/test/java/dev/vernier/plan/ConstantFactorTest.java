package dev.vernier.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.vernier.graph.Tensor;
import dev.vernier.numeric.LinearScheme;
import dev.vernier.numeric.QuantizationParameters;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A constant has a grid where the grid hardly changes it. */
class ConstantFactorTest {

    private static final long SEED = 22;

    @Test
    void everyNumberHasOne() {
        Random random = new Random(SEED);
        for (int i = 0; i < 200; i++) {
            float number = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(36) - 18));
            assertThat(grid(number).fakeQuantize(number))
                    .as("seed %d, %s", SEED, number)
                    .isCloseTo(number, withinPercentage(1e-4));
        }
        assertThat(grid(0f).fakeQuantize(0f)).isZero();
    }

    @Test
    void codesTimesAScaleHaveOne() {
        float[] codes = new float[256];
        for (int code = 0; code < codes.length; code++) {
            codes[code] = code * 0.37f;
        }

        assertThat(of(codes)).isPresent();
    }

    @Test
    void whatTheGridWouldChangeHasNone() {
        assertThat(of(1f, 1.5f / 255)).isEmpty();
        assertThat(of(1f, -0.3f)).isEmpty();
        assertThat(of(1f, 1e-3f)).isEmpty();
    }

    @Test
    void whatIsNotFiniteOrNothingHasNone() {
        assertThat(of(Float.NaN)).isEmpty();
        assertThat(of(1f, Float.NEGATIVE_INFINITY)).isEmpty();
        assertThat(of()).isEmpty();
        assertThat(of(1e-30f)).isEmpty();
    }

    private static QuantizationParameters grid(float number) {
        return of(number).orElseThrow();
    }

    private static Optional<QuantizationParameters> of(float... values) {
        return ConstantFactor.of(
                Tensor.ofFloats("c", new long[] {values.length}, values),
                LinearScheme.UINT8_AFFINE);
    }
}
