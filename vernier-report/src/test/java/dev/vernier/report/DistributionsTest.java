package dev.vernier.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.numeric.Range;
import dev.vernier.report.Layer.Distribution;
import dev.vernier.statistics.ModelDigest;
import dev.vernier.statistics.StatisticsAccumulator;
import dev.vernier.statistics.TensorStatistics;
import dev.vernier.target.Targets;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DistributionsTest {

    private static final long SEED = 5;

    private final Distributions distributions =
            new Distributions(Targets.ONNXRUNTIME_CPU.activations());

    @Test
    void everyValueIsCountedOnce() {
        Random random = new Random(SEED);
        for (int round = 0; round < 50; round++) {
            float[] values = new float[1 + random.nextInt(3000)];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(3)));
            }
            Range chosen = new Range(-random.nextFloat(), 1 + random.nextFloat());

            Distribution drawn =
                    distributions.of(statistics(values), Optional.of(chosen)).orElseThrow();

            assertThat(
                            drawn.counts().stream().mapToLong(n -> n).sum()
                                    + drawn.below()
                                    + drawn.above())
                    .as("seed=%d, round=%d", SEED, round)
                    .isEqualTo(values.length)
                    .isEqualTo(drawn.count());
            assertThat(drawn.from()).isLessThan(drawn.to());
        }
    }

    @Test
    void oneFarValueDoesNotHideTheRest() {
        float[] values = new float[1001];
        for (int i = 0; i < 1000; i++) {
            values[i] = i / 1000f;
        }
        values[1000] = -3.4e38f;

        Distribution drawn =
                distributions.of(statistics(values), Optional.of(new Range(0, 1))).orElseThrow();

        assertThat(drawn.below()).isEqualTo(1);
        assertThat(drawn.from()).isEqualTo(-2);
        assertThat(drawn.min()).isCloseTo(-3.4e38, within(1e34));
        assertThat(drawn.counts().stream().filter(n -> n > 0).count()).isGreaterThan(15);
    }

    @Test
    void constantAndEmptyValues() {
        Distribution constant =
                distributions.of(statistics(2.5f, 2.5f), Optional.empty()).orElseThrow();

        assertThat(constant.counts().stream().mapToLong(n -> n).sum()).isEqualTo(2);
        assertThat(constant.from()).isLessThan(2.5).isLessThan(constant.to());
        assertThat(distributions.of(TensorStatistics.EMPTY, Optional.empty())).isEmpty();
    }

    @Test
    void clippedIsWhatLiesOutside() {
        TensorStatistics seen = statistics(-4, -1, 0, 1, 2, 3, 4, 5, 6, 8);

        assertThat(Distributions.clipped(seen, -10, 10)).isZero();
        assertThat(Distributions.clipped(seen, -1.5, 5.5)).isCloseTo(0.3, within(1e-9));
        assertThat(Distributions.clipped(TensorStatistics.EMPTY, 0, 1)).isZero();
    }

    private static TensorStatistics statistics(float... values) {
        StatisticsAccumulator accumulator = new StatisticsAccumulator();
        accumulator.begin("sample");
        accumulator.add("t", values);
        return accumulator.statistics(new ModelDigest("0".repeat(64))).tensor("t").orElseThrow();
    }
}
