package dev.vernier.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BinadeHistogramTest {

    private static final long SEED = 4_004;

    @Test
    void binsAreNumberedInTheOrderOfTheirValues() {
        assertThat(BinadeHistogram.bin(0f)).isZero();
        assertThat(BinadeHistogram.bin(-0f)).isEqualTo(-1);
        assertThat(BinadeHistogram.bin(Float.MAX_VALUE)).isEqualTo(BinadeHistogram.LAST_BIN);
        assertThat(BinadeHistogram.bin(-Float.MAX_VALUE)).isEqualTo(BinadeHistogram.FIRST_BIN);
        Random random = new Random(SEED);
        for (int i = 0; i < 10_000; i++) {
            float a = finite(random);
            float b = finite(random);
            int order = Integer.compare(BinadeHistogram.bin(a), BinadeHistogram.bin(b));
            assertThat(order == 0 || order == Float.compare(a, b))
                    .as("seed %d: %s, %s", SEED, a, b)
                    .isTrue();
        }
    }

    @Test
    void aBinIsAtMostATwoHundredAndFiftySixthOfItsValuesWide() {
        Random random = new Random(SEED);
        for (int i = 0; i < 10_000; i++) {
            float value = finite(random);
            int bin = BinadeHistogram.bin(value);
            float inner = BinadeHistogram.innerEdge(bin);
            float outer = BinadeHistogram.outerEdge(bin);
            String what = "seed %d: %s".formatted(SEED, value);
            assertThat(Math.abs(value)).as(what).isBetween(Math.abs(inner), Math.abs(outer));
            if (Math.abs(value) >= Float.MIN_NORMAL) {
                double width = Math.abs((double) outer - inner);
                assertThat(width).as(what).isLessThanOrEqualTo(Math.abs(value) / 256.0);
            }
        }
    }

    @Test
    void refusesBinsOutOfOrderAndEmptyBins() {
        assertThatThrownBy(() -> BinadeHistogram.of(new int[] {2, 1}, new long[] {1, 1}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> BinadeHistogram.of(new int[] {1, 2}, new long[] {1, 0}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bin=2, count=0");
        assertThatThrownBy(
                        () ->
                                BinadeHistogram.of(
                                        new int[] {BinadeHistogram.LAST_BIN + 1}, new long[] {1}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> BinadeHistogram.bin(Float.NaN))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void countsThatDoNotFitALongAreRefused() {
        BinadeHistogram full = BinadeHistogram.of(new int[] {1}, new long[] {Long.MAX_VALUE});
        assertThatThrownBy(() -> full.merge(full)).isInstanceOf(ArithmeticException.class);
    }

    private static float finite(Random random) {
        float value = Float.intBitsToFloat(random.nextInt());
        return Float.isFinite(value) ? value : finite(random);
    }
}
