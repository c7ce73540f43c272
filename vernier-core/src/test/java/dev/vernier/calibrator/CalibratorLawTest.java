package dev.vernier.calibrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every calibrator. */
class CalibratorLawTest {

    private static final long SEED = 31_337;

    static Stream<Calibrator> calibrators() {
        List<Calibrator> all = new ArrayList<>(Calibrators.methods());
        all.add(new Percentile(90));
        all.add(Calibrators.automatic());
        return all.stream();
    }

    static List<LinearScheme> schemes() {
        return List.of(
                LinearScheme.UINT8_AFFINE,
                LinearScheme.INT8_AFFINE,
                LinearScheme.INT8_SYMMETRIC,
                LinearScheme.INT8_SYMMETRIC_NARROW,
                LinearScheme.symmetric(IntegerType.UINT8),
                LinearScheme.affine(IntegerType.UINT4),
                LinearScheme.symmetric(new IntegerType(2, true)).narrow(),
                LinearScheme.affine(new IntegerType(3, true)),
                LinearScheme.affine(IntegerType.UINT16),
                LinearScheme.symmetric(IntegerType.INT16));
    }

    @ParameterizedTest
    @MethodSource("calibrators")
    void aRangeLiesInsideTheExtremesAndIsOfTheSchemesKind(Calibrator calibrator) {
        for (Tensors.Family family : Tensors.Family.values()) {
            TensorStatistics statistics = Tensors.statistics(Tensors.values(family, 5_000, SEED));
            for (LinearScheme scheme : schemes()) {
                Range range = calibrator.range(statistics, scheme);
                Range whole = new MinMax().range(statistics, scheme);
                String what = "%s, %s, %s, seed %d".formatted(calibrator, family, scheme, SEED);
                assertThat(whole.union(range)).as(what).isEqualTo(whole);
                if (scheme.isSymmetric()) {
                    assertThat(range.min()).as(what).isEqualTo(0f - range.max());
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("calibrators")
    void aCodeBookCoversASymmetricPartOfTheExtremesAtEveryScale(Calibrator calibrator) {
        for (Tensors.Family family : Tensors.Family.values()) {
            float[] values = Tensors.values(family, 2_000, SEED);
            for (CodeBook book : Tensors.codeBooks()) {
                String what = "%s, %s, %s, seed %d".formatted(calibrator, family, book, SEED);
                Range range = calibrator.range(Tensors.statistics(values), book);
                Range whole = new MinMax().range(Tensors.statistics(values), book);
                assertThat(range.max()).as(what).isPositive().isLessThanOrEqualTo(whole.max());
                assertThat(range.min()).as(what).isEqualTo(-range.max());
                TensorStatistics scaled = Tensors.statistics(times(values, 0x1p20f));
                assertThat(calibrator.range(scaled, book).max())
                        .as(what)
                        .isEqualTo(range.max() * 0x1p20f);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("calibrators")
    void scalingTheValuesByAPowerOfTwoScalesTheRange(Calibrator calibrator) {
        for (Tensors.Family family : Tensors.Family.values()) {
            float[] values = Tensors.values(family, 5_000, SEED);
            TensorStatistics statistics = Tensors.statistics(values);
            for (float factor : new float[] {0x1p-20f, 8f, 0x1p60f}) {
                TensorStatistics scaled = Tensors.statistics(times(values, factor));
                for (LinearScheme scheme : schemes()) {
                    Range range = calibrator.range(statistics, scheme);
                    assertThat(calibrator.range(scaled, scheme))
                            .as("%s, %s, %s, %s", calibrator, family, scheme, factor)
                            .isEqualTo(new Range(range.min() * factor, range.max() * factor));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("calibrators")
    void aMirrorIsOfNoConsequenceToASymmetricGrid(Calibrator calibrator) {
        LinearScheme scheme = LinearScheme.INT8_SYMMETRIC_NARROW;
        for (Tensors.Family family : Tensors.Family.values()) {
            float[] values = Tensors.values(family, 5_000, SEED);
            Range range = calibrator.range(Tensors.statistics(values), scheme);
            Range mirrored = calibrator.range(Tensors.statistics(times(values, -1)), scheme);
            assertThat(mirrored.max())
                    .as("%s, %s", calibrator, family)
                    .isCloseTo(range.max(), org.assertj.core.data.Percentage.withPercentage(0.01));
        }
    }

    @ParameterizedTest
    @MethodSource("calibrators")
    void degenerateTensorsGiveARangeAndAGrid(Calibrator calibrator) {
        float[] outlier = Tensors.values(Tensors.Family.GAUSSIAN, 1_000, SEED);
        outlier[500] = -3e38f;
        List<float[]> tensors =
                List.of(
                        new float[100],
                        new float[] {-0f},
                        filled(3.7f),
                        filled(-3.7f),
                        filled(Float.MIN_VALUE),
                        new float[] {1e-41f, -3e-42f, 0f},
                        new float[] {-3e38f, 3e38f, 0f, 1f},
                        new float[] {Float.MAX_VALUE, -Float.MAX_VALUE},
                        filled(Float.MAX_VALUE),
                        outlier);
        for (float[] values : tensors) {
            for (LinearScheme scheme : schemes()) {
                Range range = calibrator.range(Tensors.statistics(values), scheme);
                QuantizationParameters grid = scheme.parametersFor(range);
                String what = "%s, %s".formatted(calibrator, Arrays.toString(values));
                assertThat(grid.fakeQuantize(0f)).as(what).isZero();
                ExpectedError error = ExpectedError.of(Tensors.statistics(values), grid);
                assertThat(error.errorSquared()).as(what).isFinite().isNotNegative();
            }
            for (CodeBook book : Tensors.codeBooks()) {
                Range range = calibrator.range(Tensors.statistics(values), book);
                CodeBookGrid grid = CodeBookGrid.covering(range, book);
                ExpectedError error = ExpectedError.of(Tensors.statistics(values), grid);
                assertThat(error.errorSquared()).as("%s, %s", calibrator, book).isFinite();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("calibrators")
    void statisticsWithoutAFiniteValueAreRefused(Calibrator calibrator) {
        TensorStatistics none = Tensors.statistics(Float.NaN, Float.POSITIVE_INFINITY);
        assertThatThrownBy(() -> calibrator.range(none, LinearScheme.UINT8_AFFINE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must have a finite value; count=0")
                .hasMessageContaining("nan=1, positiveInfinity=1");
    }

    @ParameterizedTest
    @MethodSource("calibrators")
    void whatIsNotFiniteDoesNotCount(Calibrator calibrator) {
        float[] values = Tensors.values(Tensors.Family.GAUSSIAN, 1_000, SEED);
        float[] more = Arrays.copyOf(values, 1_002);
        more[1_000] = Float.NaN;
        more[1_001] = Float.NEGATIVE_INFINITY;
        assertThat(calibrator.range(Tensors.statistics(more), LinearScheme.UINT8_AFFINE))
                .isEqualTo(calibrator.range(Tensors.statistics(values), LinearScheme.UINT8_AFFINE));
    }

    @ParameterizedTest
    @MethodSource("calibrators")
    void isFoundByItsName(Calibrator calibrator) {
        assertThat(Calibrators.named(calibrator.name())).isEqualTo(calibrator);
    }

    private static float[] filled(float value) {
        float[] values = new float[100];
        Arrays.fill(values, value);
        return values;
    }

    private static float[] times(float[] values, float factor) {
        float[] scaled = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            scaled[i] = values[i] * factor;
        }
        return scaled;
    }
}
