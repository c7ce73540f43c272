package dev.vernier.calibrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.numeric.CodeBook;
import dev.vernier.numeric.CodeBookGrid;
import dev.vernier.numeric.IntegerType;
import dev.vernier.numeric.LinearScheme;
import dev.vernier.numeric.QuantizationParameters;
import dev.vernier.numeric.Range;
import dev.vernier.statistics.TensorStatistics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Against quantizing every value on every grid of a dense set, equation (15). */
class MeanSquaredErrorTest {

    private static final long SEED = 20_121;
    private static final int LENGTH = 20_000;
    private static final int ENDS = 40;

    @ParameterizedTest
    @EnumSource
    void noSymmetricGridIsMoreThanOnePercentBetter(Tensors.Family family) {
        for (int bits : new int[] {2, 3, 4, 8}) {
            LinearScheme scheme = LinearScheme.symmetric(new IntegerType(bits, true)).narrow();
            float[] values = Tensors.values(family, LENGTH, SEED);
            TensorStatistics statistics = Tensors.statistics(values);
            Range whole = new MinMax().range(statistics, scheme);
            double least = Double.POSITIVE_INFINITY;
            for (int i = 1; i <= 2 * ENDS; i++) {
                float end = whole.max() * i / (2 * ENDS);
                least = Math.min(least, error(values, scheme, new Range(-end, end)));
            }
            Range chosen = new MeanSquaredError().range(statistics, scheme);
            assertThat(error(values, scheme, chosen))
                    .as("%s, %d bits, %s, seed %d", family, bits, chosen, SEED)
                    .isLessThanOrEqualTo(1.01 * least);
        }
    }

    @ParameterizedTest
    @EnumSource
    void noAffineGridIsMoreThanOnePercentBetter(Tensors.Family family) {
        float[] values = Tensors.values(family, LENGTH, SEED);
        TensorStatistics statistics = Tensors.statistics(values);
        for (int bits : new int[] {4, 8}) {
            LinearScheme scheme = LinearScheme.affine(new IntegerType(bits, false));
            Range chosen = new MeanSquaredError().range(statistics, scheme);
            double error = error(values, scheme, chosen);
            for (Range candidate : candidates(new MinMax().range(statistics, scheme))) {
                // Only where it is expected to win: quantizing on every grid would take minutes.
                double expected = expected(statistics, scheme, candidate);
                if (expected < expected(statistics, scheme, chosen)) {
                    assertThat(error)
                            .as("%s, %d bits, %s, %s", family, bits, chosen, candidate)
                            .isLessThanOrEqualTo(1.01 * error(values, scheme, candidate));
                }
                assertThat(expected(statistics, scheme, chosen))
                        .as("%s, %d bits, %s, %s", family, bits, chosen, candidate)
                        .isLessThanOrEqualTo(1.01 * expected);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void noScaleOfACodeBookIsMoreThanOnePercentBetter(Tensors.Family family) {
        float[] values = Tensors.values(family, LENGTH, SEED);
        TensorStatistics statistics = Tensors.statistics(values);
        for (CodeBook book : Tensors.codeBooks()) {
            Range whole = new MinMax().range(statistics, book);
            double least = Double.POSITIVE_INFINITY;
            for (int i = 1; i <= ENDS; i++) {
                float end = whole.max() * i / ENDS;
                least = Math.min(least, error(values, book, new Range(-end, end)));
            }
            Range chosen = new MeanSquaredError().range(statistics, book);
            assertThat(error(values, book, chosen))
                    .as("%s, %s, %s, seed %d", family, book, chosen, SEED)
                    .isLessThanOrEqualTo(1.01 * least);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theExpectedErrorOfACodeBookIsThatOfTheValues(Tensors.Family family) {
        float[] values = Tensors.values(family, LENGTH, SEED);
        TensorStatistics statistics = Tensors.statistics(values);
        float largest = new MinMax().range(statistics, CodeBook.NF4).max();
        for (CodeBook book : Tensors.codeBooks()) {
            for (float share : new float[] {1f, 0.7f, 0.2f}) {
                Range range = new Range(-largest * share, largest * share);
                double exact = error(values, book, range);
                CodeBookGrid grid = CodeBookGrid.covering(range, book);
                assertThat(ExpectedError.of(statistics, grid).errorSquared())
                        .as("%s, %s, share %s, seed %d", family, book, share, SEED)
                        .isBetween(0.98 * exact, 1.02 * exact);
            }
        }
    }

    private static double error(float[] values, CodeBook book, Range range) {
        CodeBookGrid grid = CodeBookGrid.covering(range, book);
        float[] sorted = values.clone();
        Arrays.sort(sorted);
        float[] levels = book.levels();
        double sum = 0;
        int level = 0;
        for (float value : sorted) {
            double scaled = (double) value / grid.scale();
            while (level < levels.length - 1
                    && scaled > ((double) levels[level] + levels[level + 1]) / 2) {
                level++;
            }
            double error = value - (double) levels[level] * grid.scale();
            sum += error * error;
        }
        return sum;
    }

    @ParameterizedTest
    @EnumSource
    void theExpectedErrorIsThatOfTheValues(Tensors.Family family) {
        float[] values = Tensors.values(family, LENGTH, SEED);
        TensorStatistics statistics = Tensors.statistics(values);
        Range whole = new MinMax().range(statistics, LinearScheme.UINT8_AFFINE);
        for (int bits : new int[] {2, 4, 7, 8, 10, 12}) {
            for (float share : new float[] {1f, 0.7f, 0.2f}) {
                LinearScheme scheme = LinearScheme.affine(new IntegerType(bits, true));
                Range range = new Range(whole.min() * share, whole.max() * share);
                double exact = error(values, scheme, range);
                assertThat(expected(statistics, scheme, range))
                        .as("%s, %d bits, share %s, seed %d", family, bits, share, SEED)
                        .isBetween(0.98 * exact, 1.02 * exact);
            }
        }
    }

    private static List<Range> candidates(Range whole) {
        List<Range> candidates = new ArrayList<>();
        for (int low = whole.min() == 0 ? ENDS : 1; low <= ENDS; low++) {
            for (int high = whole.max() == 0 ? ENDS : 1; high <= ENDS; high++) {
                candidates.add(new Range(whole.min() * low / ENDS, whole.max() * high / ENDS));
            }
        }
        return candidates;
    }

    private static double expected(TensorStatistics statistics, LinearScheme scheme, Range range) {
        return ExpectedError.of(statistics, scheme.parametersFor(range)).errorSquared();
    }

    private static double error(float[] values, LinearScheme scheme, Range range) {
        QuantizationParameters grid = scheme.parametersFor(range);
        double sum = 0;
        for (float value : values) {
            double error = (double) value - grid.fakeQuantize(value);
            sum += error * error;
        }
        return sum;
    }
}
