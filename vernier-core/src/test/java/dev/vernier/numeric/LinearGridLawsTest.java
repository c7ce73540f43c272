package dev.vernier.numeric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What must hold for every linear grid, over seeded random ranges and values. */
class LinearGridLawsTest {

    private static final long SEED = 20260104L;
    private static final int RANGES = 40;
    private static final int VALUES = 400;

    static Stream<LinearScheme> schemes() {
        return LinearSchemeTest.schemes();
    }

    private static Range randomRange(Random random) {
        double magnitude = Math.exp(25 * (2 * random.nextDouble() - 1));
        float low = (float) (-magnitude * random.nextDouble());
        float high = (float) (magnitude * random.nextDouble());
        return switch (random.nextInt(4)) {
            case 0 -> Range.of(0, high);
            case 1 -> Range.of(low, 0);
            default -> Range.of(low, high);
        };
    }

    @ParameterizedTest
    @MethodSource("schemes")
    void everyCodeComesBack(LinearScheme scheme) {
        Random random = new Random(SEED);
        for (int i = 0; i < 3; i++) {
            QuantizationParameters grid = scheme.parametersFor(randomRange(random));
            for (int code = scheme.minCode(); code <= scheme.maxCode(); code++) {
                assertThat(grid.quantize(grid.dequantize(code)))
                        .as("seed=%d, %s", SEED, grid)
                        .isEqualTo(code);
            }
        }
    }

    /** Equation (22), where the sum is that of whole steps; and where codes end, on both sides. */
    @ParameterizedTest
    @MethodSource("schemes")
    void gridAheadGivesTheCodesOfTheSum(LinearScheme scheme) {
        Random random = new Random(SEED);
        for (int i = 0; i < RANGES; i++) {
            QuantizationParameters grid =
                    new QuantizationParameters(
                            Math.scalb(1f, random.nextInt(20) - 10),
                            scheme.type().middle(),
                            scheme.type(),
                            scheme.codeRange());
            int steps = random.nextInt(scheme.maxCode() - scheme.type().middle());
            QuantizationParameters ahead = grid.ahead(steps * grid.scale());
            for (int value = -VALUES + 1; value < VALUES; value += 2) { // no ties
                float x = value * grid.scale() / 4;
                assertThat(ahead.quantize(x - steps * grid.scale()))
                        .as("seed=%d, %s, %d steps, %s", SEED, grid, steps, x)
                        .isEqualTo(grid.quantize(x));
            }
        }
    }

    @Test
    void gridAheadMustHaveAZeroPointOfTheType() {
        QuantizationParameters grid = LinearScheme.UINT8_AFFINE.parametersFor(Range.of(0, 1));

        assertThat(grid.ahead(0.5f).zeroPoint()).isEqualTo(127);
        assertThat(grid.ahead(1f).zeroPoint()).isEqualTo(255);
        assertThatThrownBy(() -> grid.ahead(1.01f))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("zeroPoint=258");
    }

    @ParameterizedTest
    @MethodSource("schemes")
    void everyCodeOfTheWidestRangesIsFiniteAndComesBack(LinearScheme scheme) {
        Random random = new Random(SEED);
        for (float share : new float[] {1, 0, random.nextFloat(), random.nextFloat()}) {
            Range range = Range.of(-Float.MAX_VALUE, share * Float.MAX_VALUE);
            QuantizationParameters grid = scheme.parametersFor(range);
            for (int code = scheme.minCode(); code <= scheme.maxCode(); code++) {
                assertThat(grid.dequantize(code)).isFinite();
                assertThat(grid.quantize(grid.dequantize(code)))
                        .as("seed=%d, %s", SEED, range)
                        .isEqualTo(code);
            }
            assertThat(Math.abs(grid.fakeQuantize(range.min()) - (double) range.min()))
                    .isLessThanOrEqualTo(grid.scale());
        }
    }

    /** Equation (9) with its rounding term: s/2 + 2^-23 (|x| + s), derived in docs/equations.md. */
    @ParameterizedTest
    @MethodSource("schemes")
    void errorInRangeIsBounded(LinearScheme scheme) {
        Random random = new Random(SEED);
        for (int i = 0; i < RANGES; i++) {
            Range range = randomRange(random);
            QuantizationParameters grid = scheme.parametersFor(range);
            for (int j = 0; j < VALUES; j++) {
                float x = inside(range, grid, random);
                double error = Math.abs((double) x - grid.fakeQuantize(x));
                assertThat(error)
                        .as("seed=%d, %s, %s, x=%s", SEED, range, grid, x)
                        .isLessThanOrEqualTo(ErrorBound.of(grid.scale(), x));
            }
        }
    }

    /**
     * A value in the range; every other one next to a half-way point, where the error is largest.
     */
    private static float inside(Range range, QuantizationParameters grid, Random random) {
        float x = (float) (range.min() + random.nextDouble() * range.width());
        if (random.nextBoolean()) {
            double steps = Math.floor((double) x / grid.scale()) + 0.5;
            x = (float) (steps * grid.scale());
        }
        return Math.min(Math.max(x, range.min()), range.max());
    }

    @ParameterizedTest
    @MethodSource("schemes")
    void outsideIsTheNearestEnd(LinearScheme scheme) {
        Random random = new Random(SEED);
        for (int i = 0; i < RANGES; i++) {
            QuantizationParameters grid = scheme.parametersFor(randomRange(random));
            float low = grid.dequantize(grid.minCode());
            float high = grid.dequantize(grid.maxCode());
            assertThat(grid.fakeQuantize(Float.NEGATIVE_INFINITY)).isEqualTo(low);
            assertThat(grid.fakeQuantize(Float.POSITIVE_INFINITY)).isEqualTo(high);
            float beyond = 1 + random.nextFloat();
            assertThat(grid.fakeQuantize(low * beyond)).isEqualTo(low);
            assertThat(grid.fakeQuantize(high * beyond)).isEqualTo(high);
        }
    }

    @ParameterizedTest
    @MethodSource("schemes")
    void orderIsKept(LinearScheme scheme) {
        Random random = new Random(SEED);
        for (int i = 0; i < RANGES; i++) {
            Range range = randomRange(random);
            QuantizationParameters grid = scheme.parametersFor(range);
            for (int j = 0; j < VALUES; j++) {
                float x = (float) (range.width() * random.nextGaussian());
                float y = random.nextBoolean() ? Math.nextUp(x) : x + grid.scale();
                assertThat(grid.quantize(x))
                        .as("seed=%d, %s, x=%s, y=%s", SEED, grid, x, y)
                        .isLessThanOrEqualTo(grid.quantize(y));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("schemes")
    void zeroIsExact(LinearScheme scheme) {
        Random random = new Random(SEED);
        for (int i = 0; i < RANGES; i++) {
            QuantizationParameters grid = scheme.parametersFor(randomRange(random));
            assertThat(grid.quantize(0f)).isEqualTo(grid.zeroPoint());
            assertThat(grid.quantize(-0f)).isEqualTo(grid.zeroPoint());
            assertThat(Float.floatToRawIntBits(grid.dequantize(grid.zeroPoint()))).isZero();
        }
    }
}
