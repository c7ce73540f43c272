package dev.vernier.collect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.statistics.ModelDigest;
import dev.vernier.statistics.StatisticsAccumulator;
import dev.vernier.statistics.StatisticsFile;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RangeHintsTest {

    /** {@code samples} samples of {@code tensors} tensors; sample 7 is multiplied. */
    private static StatisticsFile seen(int samples, int tensors, float factor) {
        StatisticsAccumulator accumulator = new StatisticsAccumulator();
        for (int i = 0; i < samples; i++) {
            accumulator.begin("s" + i);
            for (int t = 0; t < tensors; t++) {
                float value = (1 + (i + t) % samples / 100f) * (i == 7 ? factor : 1);
                accumulator.add("t" + t, new float[] {-value, 0.5f, value});
            }
        }
        return accumulator.statistics(new ModelDigest("0".repeat(64)));
    }

    @Test
    void ordinarySamplesGiveNone() {
        assertThat(RangeHints.of(seen(32, 3, 1))).isEmpty();
    }

    @Test
    void fewSamplesAreToldWithTheirNumber() {
        assertThat(RangeHints.of(seen(31, 3, 1)))
                .containsExactly("only 31 samples: 32 or more give steadier ranges [few-samples]");
        assertThat(RangeHints.of(seen(1, 3, 1)).get(0)).startsWith("only 1 sample: ");
    }

    @Test
    void theSampleThatSetsTheExtremesIsNamed() {
        assertThat(RangeHints.of(seen(40, 5, 10)))
                .containsExactly(
                        "one sample reaches far beyond all others in 't0' (max 10.70 in s7,"
                                + " elsewhere 1.387), 't1' (max 10.80 in s7, elsewhere 1.387), 't2'"
                                + " (max 10.90 in s7, elsewhere 1.387) and 2 more tensors"
                                + " [lone-extreme]",
                        "s7 alone sets 10 of 10 ends of ranges: more samples like it would give"
                                + " steadier ones [one-sample-decides]");
    }

    @Test
    void constantsAndOutliersAreNamed() {
        StatisticsAccumulator accumulator = new StatisticsAccumulator();
        for (int i = 0; i < 32; i++) {
            accumulator.begin("s" + i);
            accumulator.add("dead", new float[] {0, 0});
            accumulator.add("five", new float[] {5, 5});
            accumulator.add("mask", new float[] {1, 1, 1, -3e38f});
        }

        assertThat(RangeHints.of(accumulator.statistics(new ModelDigest("0".repeat(64)))))
                .containsExactly(
                        "always zero in 'dead' [dead-tensor]",
                        "always the same value in 'five' (5.000) [constant-tensor]",
                        "largest magnitude beyond a million times the median in 'mask'"
                                + " (-3.000e+38 in s0) [range-outlier]");
    }

    @Test
    void anEndAtZeroIsNobodys() {
        StatisticsAccumulator accumulator = new StatisticsAccumulator();
        accumulator.begin("a");
        accumulator.add("relu", new float[] {0, 2});
        accumulator.begin("b");
        accumulator.add("relu", new float[] {0, 1});

        assertThat(RangeHints.endsBySample(accumulator.statistics(new ModelDigest("0".repeat(64)))))
                .isEqualTo(Map.of("a", 1));
    }
}
