package dev.vernier.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

/** What is worth a look, with a twin each that is not. */
class PeculiarityTest {

    /** Each row is a sample. */
    private static TensorStatistics seen(float[]... samples) {
        StatisticsAccumulator accumulator = new StatisticsAccumulator();
        for (int i = 0; i < samples.length; i++) {
            accumulator.begin("s" + i);
            accumulator.add("x", samples[i]);
        }
        return accumulator
                .statistics(new ModelDigest("0".repeat(64)))
                .tensor("x")
                .orElse(TensorStatistics.EMPTY);
    }

    /** Ten samples from -1 to 1, and one of these values. */
    private static TensorStatistics with(float... last) {
        float[][] samples = new float[11][];
        for (int i = 0; i < 10; i++) {
            samples[i] = new float[] {-1, 0.5f, 1};
        }
        samples[10] = last;
        return seen(samples);
    }

    @Test
    void nothingIsPeculiarAboutOrdinaryValues() {
        assertThat(Peculiarity.of(with(-0.9f, 3.9f))).isEmpty();
        assertThat(Peculiarity.of(TensorStatistics.EMPTY)).isEmpty();
    }

    @Test
    void zerosAndSubnormalsAreDead() {
        assertThat(Peculiarity.of(seen(new float[] {0, -0f}))).containsExactly(Peculiarity.DEAD);
        assertThat(Peculiarity.of(seen(new float[] {0, 1e-40f}))).containsExactly(Peculiarity.DEAD);
        assertThat(Peculiarity.of(seen(new float[] {0, Float.MIN_NORMAL}))).isEmpty();
    }

    @Test
    void oneValueThroughoutIsConstant() {
        assertThat(Peculiarity.of(seen(new float[] {3, 3}, new float[] {3})))
                .containsExactly(Peculiarity.CONSTANT);
        assertThat(Peculiarity.of(seen(new float[] {3, 3}, new float[] {3.5f}))).isEmpty();
    }

    @Test
    void outliersAreBeyondAMillionMedians() {
        assertThat(Peculiarity.of(seen(new float[] {1, 1, 1, 3e38f})))
                .containsExactly(Peculiarity.OUTLIERS);
        assertThat(Peculiarity.of(seen(new float[] {1, 1, 1, -1.1e6f})))
                .containsExactly(Peculiarity.OUTLIERS);
        assertThat(Peculiarity.of(seen(new float[] {0, 0, 0, 0, 1, 1, 1, 0.9e6f}))).isEmpty();
    }

    @Test
    void aLoneExtremeIsFourTimesBeyondAllOtherSamples() {
        assertThat(Peculiarity.of(with(5))).containsExactly(Peculiarity.LONE_EXTREME);
        assertThat(Peculiarity.of(with(-5))).containsExactly(Peculiarity.LONE_EXTREME);
        assertThat(Peculiarity.isMaxAlone(with(5))).isTrue();
        assertThat(Peculiarity.isMinAlone(with(5))).isFalse();
        assertThat(Peculiarity.isMinAlone(with(-5))).isTrue();
        assertThat(Peculiarity.of(with(3.9f))).isEmpty();
    }

    @Test
    void aLoneExtremeOfTheSmallEndDoesNotMatter() {
        float[][] samples = new float[10][];
        for (int i = 0; i < 10; i++) {
            samples[i] = new float[] {i == 3 ? -0.4f : -0.01f, 1};
        }

        assertThat(Peculiarity.of(seen(samples))).isEmpty();
    }

    @Test
    void ofAFewSamplesNoneIsAlone() {
        assertThat(Peculiarity.of(seen(new float[] {1}, new float[] {9}, new float[] {1})))
                .isEmpty();
    }

    @Test
    void quantilesAreEdgesOfBins() {
        Spread spread = new Spread(with(512));

        assertThat(spread.quantile(0)).isEqualTo(-1);
        assertThat(spread.quantile(0.5)).isEqualTo(0.5f);
        assertThat(spread.quantile(0.9)).isEqualTo(1);
        assertThat(spread.quantile(1)).isEqualTo(512);
        assertThat(spread.largestMagnitude()).isEqualTo(512);
        assertThat(spread.medianMagnitude()).isEqualTo(1);
        assertThat(new Spread(seen(new float[] {0})).medianMagnitude()).isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> spread.quantile(1.1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Spread(TensorStatistics.EMPTY));
    }
}
