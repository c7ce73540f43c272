package dev.vernier.calibrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.numeric.LinearScheme;
import dev.vernier.numeric.Range;
import dev.vernier.statistics.TensorStatistics;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Against the sorted values themselves, equation (13). */
class PercentileTest {

    private static final long SEED = 8_472;
    private static final double TOLERANCE = 0.004;

    @ParameterizedTest
    @EnumSource
    void isWithinFourPerMilleOfTheSortedValues(Tensors.Family family) {
        for (int length : new int[] {1, 2, 3, 10, 999, 100_000}) {
            float[] values = Tensors.values(family, length, SEED + length);
            TensorStatistics statistics = Tensors.statistics(values);
            float[] sorted = values.clone();
            Arrays.sort(sorted);
            float[] magnitudes = new float[length];
            for (int i = 0; i < length; i++) {
                magnitudes[i] = Math.abs(values[i]);
            }
            Arrays.sort(magnitudes);
            for (double percent : new double[] {100, 99.999, 99.99, 99.9, 99, 90, 50, 1}) {
                Calibrator percentile = new Percentile(percent);
                String what = "%s, %s, length %d".formatted(family, percentile.name(), length);
                Range symmetric = percentile.range(statistics, LinearScheme.INT8_SYMMETRIC);
                float exact = magnitudes[rank(percent, 100, length) - 1];
                assertThat(symmetric.max()).as(what).isCloseTo(exact, tolerance(exact));

                Range affine = percentile.range(statistics, LinearScheme.UINT8_AFFINE);
                int rank = rank(100 + percent, 200, length);
                float high = Math.max(sorted[rank - 1], 0);
                float low = Math.min(sorted[length - rank], 0);
                assertThat(affine.max()).as(what).isCloseTo(high, tolerance(high));
                assertThat(affine.min()).as(what).isCloseTo(low, tolerance(low));
            }
            Range all = new Percentile(100).range(statistics, LinearScheme.UINT8_AFFINE);
            assertThat(all).isEqualTo(new MinMax().range(statistics, LinearScheme.UINT8_AFFINE));
        }
    }

    /** The smallest k with k / length >= share / of, in integers of a thousandth. */
    private static int rank(double share, int of, int length) {
        long thousandths = Math.round(share * 1000);
        return Math.toIntExact((thousandths * length + of * 1000L - 1) / (of * 1000L));
    }

    private static Offset<Float> tolerance(float exact) {
        return Offset.offset((float) (TOLERANCE * Math.abs(exact)));
    }
}
