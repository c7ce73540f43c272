package dev.vernier.calibrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.numeric.LinearScheme;
import dev.vernier.numeric.Range;
import dev.vernier.statistics.ModelDigest;
import dev.vernier.statistics.StatisticsAccumulator;
import dev.vernier.statistics.TensorStatistics;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class CalibratorsTest {

    @Test
    void namesAnUnknownCalibratorAndTheKnownOnes() {
        assertThatThrownBy(() -> Calibrators.named("kl"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "calibrator must be auto, min-max, mean-min-max, percentile:99.99, entropy,"
                                + " mean-squared-error or percentile:NUMBER; calibrator=kl");
        assertThatThrownBy(() -> Calibrators.named("percentile:99d"))
                .hasMessageEndingWith("calibrator=percentile:99d");
        assertThatThrownBy(() -> Calibrators.named("percentile:many"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("calibrator=percentile:many");
        assertThatThrownBy(() -> Calibrators.named("percentile:101"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("percent=101.0");
        assertThat(Calibrators.named("percentile")).isEqualTo(new Percentile(99.99));
    }

    @Test
    void minMaxIsExact() {
        TensorStatistics statistics = Tensors.statistics(-1.2345678f, 0.1f, 7.654321f);
        assertThat(new MinMax().range(statistics, LinearScheme.UINT8_AFFINE))
                .isEqualTo(new Range(-1.2345678f, 7.654321f));
        assertThat(new MinMax().range(statistics, LinearScheme.INT8_SYMMETRIC))
                .isEqualTo(new Range(-7.654321f, 7.654321f));
        assertThat(new MinMax().range(Tensors.statistics(2f, 3f), LinearScheme.UINT8_AFFINE))
                .isEqualTo(new Range(0f, 3f));
    }

    @Test
    void meanMinMaxAveragesTheSamplesExtremes() {
        StatisticsAccumulator seen = new StatisticsAccumulator();
        float[][] samples = {{-1, 2}, {-3, 4}, {-2, 90}};
        for (int i = 0; i < samples.length; i++) {
            seen.begin("sample-" + i);
            seen.add("x", samples[i]);
        }
        TensorStatistics x =
                seen.statistics(new ModelDigest("0".repeat(64))).tensor("x").orElseThrow();
        Range range = new MeanMinMax().range(x, LinearScheme.UINT8_AFFINE);
        assertThat(range.min()).isCloseTo(-2f, Percentage.withPercentage(0.2));
        assertThat(range.max()).isCloseTo(32f, Percentage.withPercentage(0.2));
    }

    @Test
    void automaticTakesTheMethodWithTheLeastExpectedError() {
        TensorStatistics statistics =
                Tensors.statistics(Tensors.values(Tensors.Family.LAPLACE, 20_000, 5));
        LinearScheme scheme = LinearScheme.INT8_SYMMETRIC;
        Automatic automatic = new Automatic(Calibrators.methods());
        Automatic.Choice choice = automatic.choose(statistics, scheme);
        for (Calibrator method : Calibrators.methods()) {
            Range range = method.range(statistics, scheme);
            double error = ExpectedError.of(statistics, scheme.parametersFor(range)).errorSquared();
            assertThat(choice.error().errorSquared()).as("%s", method).isLessThanOrEqualTo(error);
        }
        assertThat(automatic.range(statistics, scheme)).isEqualTo(choice.range());
        TensorStatistics constant = Tensors.statistics(0f);
        assertThat(automatic.choose(constant, scheme).method()).isEqualTo(new MinMax());
    }

    @Test
    void aMovingAverageStartsAtTheFirstSampleAndFollows() {
        MovingAverage average = new MovingAverage(0.25);
        assertThatThrownBy(() -> average.range(LinearScheme.UINT8_AFFINE))
                .isInstanceOf(IllegalStateException.class);
        average.observe(-4f, 8f);
        average.observe(0f, 16f);
        assertThat(average.samples()).isEqualTo(2);
        assertThat(average.range(LinearScheme.UINT8_AFFINE)).isEqualTo(new Range(-3f, 10f));
        assertThat(average.range(LinearScheme.INT8_SYMMETRIC)).isEqualTo(new Range(-10f, 10f));
        assertThatThrownBy(() -> average.observe(Float.NaN, 1f))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("min=NaN");
        assertThatThrownBy(() -> new MovingAverage(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
