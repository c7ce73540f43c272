package dev.vernier.numeric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sums against those of decimal numbers without end. */
class ExactSumTest {

    private static final long SEED = Long.getLong("vernier.seed", 20260101L);

    private static ExactSum sumOf(double... values) {
        ExactSum sum = new ExactSum();
        Arrays.stream(values).forEach(sum::add);
        return sum;
    }

    /** Magnitudes from the smallest double to the largest, both signs. */
    private static double[] random(Random random, int length) {
        double[] values = new double[length];
        for (int i = 0; i < length; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            values[i] = Double.isFinite(value) ? value : random.nextGaussian();
        }
        return values;
    }

    @Test
    void sumIsThatOfDecimals() {
        for (int i = 0; i < 200; i++) {
            double[] values = random(new Random(SEED + i), 50);
            BigDecimal expected = BigDecimal.ZERO;
            for (double value : values) {
                expected = expected.add(new BigDecimal(value));
            }
            BigInteger units =
                    expected.multiply(BigDecimal.valueOf(2).pow(1074)).toBigIntegerExact();
            ExactSum sum = sumOf(values);
            assertThat(sum.units()).as("seed %d", SEED + i).isEqualTo(units);
            assertThat(sum.doubleValue()).isEqualTo(expected.doubleValue());
        }
    }

    @Test
    void orderAndDivisionDoNotMatter() {
        for (int i = 0; i < 100; i++) {
            double[] values = random(new Random(SEED + i), 60);
            ExactSum forward = sumOf(values);
            ExactSum parts = new ExactSum();
            for (int from = 40; from >= 0; from -= 20) {
                parts.merge(sumOf(Arrays.copyOfRange(values, from, from + 20)));
            }
            assertThat(parts).as("seed %d", SEED + i).isEqualTo(forward).hasSameHashCodeAs(forward);
            assertThat(parts).hasToString(Double.toString(forward.doubleValue()));
        }
    }

    @Test
    void mergedSumLeavesTheOtherAsItWas() {
        ExactSum one = sumOf(1, 2);
        ExactSum other = sumOf(-1, 0x1p-1074);
        one.merge(other);
        assertThat(one).isEqualTo(sumOf(2, 0x1p-1074));
        assertThat(other).isEqualTo(sumOf(-1, 0x1p-1074));
    }

    /** In the middle between two doubles what is far below decides. */
    @Test
    void tiesAreDecidedByWhatIsDropped() {
        assertThat(sumOf(1, 0x1p-53).doubleValue()).isEqualTo(1);
        assertThat(sumOf(1, 0x1p-53, 0x1p-1074).doubleValue()).isEqualTo(Math.nextUp(1.0));
        assertThat(sumOf(1, 0x1p-53, -0x1p-1074).doubleValue()).isEqualTo(1);
        assertThat(sumOf(-1, -0x1p-53, -0x1p-1074).doubleValue()).isEqualTo(-Math.nextUp(1.0));
        assertThat(sumOf(Math.nextUp(1.0), 0x1p-53).doubleValue())
                .isEqualTo(Math.nextUp(Math.nextUp(1.0)));
    }

    @Test
    void whatCancelsLeavesNothing() {
        assertThat(sumOf(1e300, 1e-300, -1e300).doubleValue()).isEqualTo(1e-300);
        assertThat(sumOf(3, -3)).isEqualTo(new ExactSum());
        assertThat(new ExactSum().doubleValue()).isZero();
    }

    @Test
    void sumBeyondTheLargestDoubleIsInfinite() {
        assertThat(sumOf(Double.MAX_VALUE, Double.MAX_VALUE).doubleValue()).isInfinite();
        assertThat(sumOf(Double.MAX_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE).doubleValue())
                .isEqualTo(Double.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void notFiniteIsRefused(double value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ExactSum().add(value))
                .withMessage("summand must be finite; value=" + value);
    }

    /** 2^31 units and as many again do not fit into one digit. */
    @Test
    void equalsHoweverItCameAbout() {
        assertThat(sumOf(0x1p-1043, 0x1p-1043)).isEqualTo(sumOf(0x1p-1042));
        assertThat(sumOf(0x1p-1042)).isEqualTo(sumOf(0x1p-1043, 0x1p-1043));
        assertThat(sumOf(0x1p-1043, 0x1p-1043)).hasSameHashCodeAs(sumOf(0x1p-1042));
    }

    @Test
    void lookingDoesNotChangeASum() {
        for (int i = 0; i < 100; i++) {
            ExactSum sum = sumOf(random(new Random(SEED + i), 20));
            BigInteger before = sum.units();
            assertThat(sum.hashCode()).isEqualTo(sum.hashCode());
            assertThat(sum.units()).as("seed %d", SEED + i).isEqualTo(before);
        }
    }

    @Test
    void equalsOnlyAnEqualSum() {
        assertThat(sumOf(1)).isNotEqualTo(sumOf(2)).isNotEqualTo("1.0");
        assertThat(sumOf(1).hashCode()).isNotEqualTo(sumOf(2).hashCode());
    }
}
