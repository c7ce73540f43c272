package dev.vernier.numeric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RankCorrelationTest {

    private static final long SEED = Long.getLong("vernier.seed", 20260101L);

    @Test
    void ranksCountFromOneAndTiesShareTheMean() {
        assertThat(RankCorrelation.ranks(new double[] {30, 10, 20})).containsExactly(3, 1, 2);
        assertThat(RankCorrelation.ranks(new double[] {5, 1, 5, 5, 0}))
                .containsExactly(4, 2, 4, 4, 1);
        assertThat(RankCorrelation.ranks(new double[] {7, 7})).containsExactly(1.5, 1.5);
        assertThat(RankCorrelation.ranks(new double[0])).isEmpty();
    }

    /** Without ties it is 1 - 6 Σd² / (n (n² - 1)). */
    @Test
    void equalsTheFormulaOfDifferencesWhereThereAreNoTies() {
        for (int i = 0; i < 100; i++) {
            Random random = new Random(SEED + i);
            int n = 2 + random.nextInt(30);
            double[] left = random.doubles(n).toArray();
            double[] right = random.doubles(n).toArray();
            double[] a = RankCorrelation.ranks(left);
            double[] b = RankCorrelation.ranks(right);
            double squares = 0;
            for (int j = 0; j < n; j++) {
                squares += (a[j] - b[j]) * (a[j] - b[j]);
            }
            double expected = 1 - 6 * squares / (n * ((double) n * n - 1));
            assertThat(RankCorrelation.spearman(left, right))
                    .as("seed %d", SEED + i)
                    .isCloseTo(expected, within(1e-12));
        }
    }

    @Test
    void unitsDoNotMatter() {
        double[] values = {0.1, 7, -3, 1e9};
        double[] others = {1, 2, 0, 3};
        assertThat(RankCorrelation.spearman(values, others)).isCloseTo(1, within(1e-15));
        double[] reversed = {-1, -2, 0, -3};
        assertThat(RankCorrelation.spearman(values, reversed)).isCloseTo(-1, within(1e-15));
    }

    /** By hand: ranks 1, 2.5, 2.5, 4 and 1, 2, 3, 4. */
    @Test
    void tiesByHand() {
        double expected = 4.5 / Math.sqrt(4.5 * 5);
        assertThat(
                        RankCorrelation.spearman(
                                new double[] {1, 5, 5, 9}, new double[] {10, 20, 30, 40}))
                .isCloseTo(expected, within(1e-15));
    }

    @Test
    void oneValueHasNoOrder() {
        assertThat(RankCorrelation.spearman(new double[] {2, 2, 2}, new double[] {1, 2, 3}))
                .isZero();
        assertThat(RankCorrelation.spearman(new double[] {1, 2, 3}, new double[] {2, 2, 2}))
                .isZero();
    }

    @Test
    void lengthsMustAgreeAndValuesBeNumbers() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RankCorrelation.spearman(new double[2], new double[3]))
                .withMessage("both lists must have as many values; left=2, right=3");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> RankCorrelation.spearman(new double[2], new double[] {0, Double.NaN}))
                .withMessage("value must be a number; index=1");
    }
}
