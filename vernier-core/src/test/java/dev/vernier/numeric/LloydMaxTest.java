package dev.vernier.numeric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LloydMaxTest {

    private static final long SEED = 20260107L;

    private static double error(CodeBook book, double[] centres, long[] counts) {
        double sum = 0;
        long total = 0;
        float[] levels = book.levels();
        for (int i = 0; i < centres.length; i++) {
            double least = Double.MAX_VALUE;
            for (float level : levels) {
                least = Math.min(least, Math.abs(centres[i] - level));
            }
            sum += counts[i] * least * least;
            total += counts[i];
        }
        return sum / total;
    }

    /** The published optimum of 3 levels, which has a zero: ±1.224, error 0.1902 (Max 1960). */
    @Test
    void findsTheOptimumOfTheNormalDistribution() {
        double[] centres = new double[4001];
        long[] counts = new long[4001];
        for (int i = 0; i < centres.length; i++) {
            centres[i] = (i - 2000) / 400.0;
            counts[i] = Math.round(1e9 * StrictMath.exp(-centres[i] * centres[i] / 2));
        }
        CodeBook book = LloydMax.fit(centres, counts, 3);
        assertThat(book.levels()[0]).isCloseTo(-1.224f, within(0.005f));
        assertThat(book.levels()[1]).isZero();
        assertThat(book.levels()[2]).isCloseTo(1.224f, within(0.005f));
        assertThat(error(book, centres, counts)).isCloseTo(0.1902, within(1e-4));
    }

    @Test
    void everyLevelButZeroIsTheMeanOfItsBins() {
        Random random = new Random(SEED);
        for (int round = 0; round < 20; round++) {
            int bins = 5 + random.nextInt(500);
            double[] centres = random.doubles(bins, -3, 9).sorted().toArray();
            long[] counts = random.longs(bins, 0, 1000).toArray();
            float[] levels = LloydMax.fit(centres, counts, 4 << random.nextInt(4)).levels();

            assertThat(levels).as("seed=" + SEED).contains(0f);
            for (int i = 0; i < levels.length; i++) {
                if (levels[i] != 0) {
                    assertThat((double) levels[i])
                            .as("seed=%d, round=%d, level=%d", SEED, round, i)
                            .isCloseTo(mean(levels, i, centres, counts), within(1e-5));
                }
            }
        }
    }

    private static double mean(float[] levels, int level, double[] centres, long[] counts) {
        double sum = 0;
        long count = 0;
        for (int i = 0; i < centres.length; i++) {
            int nearest = 0;
            for (int j = 1; j < levels.length; j++) {
                if (Math.abs(centres[i] - levels[j]) < Math.abs(centres[i] - levels[nearest])) {
                    nearest = j;
                }
            }
            if (nearest == level) {
                sum += centres[i] * counts[i];
                count += counts[i];
            }
        }
        return count == 0 ? levels[level] : sum / count;
    }

    @Test
    void fewBinsAreMetExactly() {
        double[] centres = {-2, 0.5, 7};
        long[] counts = {1, 5, 2};
        CodeBook book = LloydMax.fit(centres, counts, 16);

        assertThat(book.levels()).contains(-2f, 0f, 7f);
        assertThat(LloydMax.fit(new double[0], new long[0], 2).levels()).containsExactly(0f, 1f);
        assertThat(LloydMax.fit(new double[] {0}, new long[] {9}, 2).levels())
                .containsExactly(0f, 1f);
    }

    /** 1 is given up for zero, and stays with it, as it lies on the border to 2. */
    @Test
    void zeroTakesThePlaceOfTheLevelNearestToIt() {
        double[] centres = {-10, -9, 1, 2};
        assertThat(LloydMax.fit(centres, new long[] {1, 1, 1, 1}, 4).levels())
                .containsExactly(-10, -9, 0, 2);
    }

    /** With more levels than bins; most start at the same place. */
    @Test
    void oneSidedValuesKeepZeroToo() {
        assertThat(LloydMax.fit(new double[] {-2, -1}, new long[] {1, 9}, 4).levels())
                .containsExactly(-2, -1, 0);
        assertThat(LloydMax.fit(new double[] {1, 2}, new long[] {9, 1}, 4).levels())
                .containsExactly(0, 1, 2);
    }

    @Test
    void refusesWhatIsNoHistogram() {
        assertThatThrownBy(() -> LloydMax.fit(new double[] {1, 0}, new long[] {1, 1}, 2))
                .hasMessageStartingWith("bins must have ascending finite centres");
        assertThatThrownBy(() -> LloydMax.fit(new double[] {1}, new long[] {-1}, 2))
                .hasMessageEndingWith("count=-1");
        assertThatThrownBy(() -> LloydMax.fit(new double[] {1}, new long[2], 2))
                .hasMessageEndingWith("centres=1, counts=2");
        assertThatThrownBy(() -> LloydMax.fit(new double[] {1}, new long[] {1}, 257))
                .hasMessageEndingWith("levels=257");
    }
}
