package dev.vernier.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BinadeScatterTest {

    private static final long SEED = 20_260_101;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 7, 8, 31, 64, 257, 4098})
    void allWaysCountWhatTheDefinitionCounts(int length) {
        Random random = new Random(SEED + length);
        float[] values = new float[length + 5];
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.intBitsToFloat(random.nextInt()); // any float, NaN among them
        }
        int from = 2;
        int to = from + length;
        int[] expected = new int[BinadeScatter.FLAT_BINS];
        for (int i = from; i < to; i++) {
            expected[Float.floatToRawIntBits(values[i]) >>> 15]++;
        }

        int[] flat = new int[BinadeScatter.FLAT_BINS];
        BinadeScatter.scatter(values, from, to, flat);
        assertThat(flat).as("seed %d, length %d", SEED, length).isEqualTo(expected);

        int[] even = new int[BinadeScatter.FLAT_BINS];
        int[] odd = new int[BinadeScatter.FLAT_BINS];
        BinadeScatter.scatterInTurn(values, from, to, even, odd);
        assertThat(sum(even, odd)).as("seed %d, length %d", SEED, length).isEqualTo(expected);

        IntBuffer buffer = ByteBuffer.allocateDirect(4 * values.length).asIntBuffer();
        for (float value : values) {
            buffer.put(Float.floatToRawIntBits(value));
        }
        buffer.position(from).limit(to);
        Arrays.fill(flat, 0);
        BinadeScatter.scatter(buffer, flat);
        assertThat(flat).as("seed %d, length %d", SEED, length).isEqualTo(expected);

        Arrays.fill(even, 0);
        Arrays.fill(odd, 0);
        BinadeScatter.scatterInTurn(buffer, even, odd);
        assertThat(sum(even, odd)).as("seed %d, length %d", SEED, length).isEqualTo(expected);
        assertThat(buffer.position()).isEqualTo(from);

        int[][] pages = new int[BinadeScatter.PAGES][];
        BinadeScatter.intoPages(values, from, to, pages);
        assertThat(flatten(pages)).as("seed %d, length %d", SEED, length).isEqualTo(expected);
    }

    @Test
    void pagesAreAddedAndCleared() {
        float[] values = {1f, 1f, -2f, 0f, -0f};
        int[] flat = new int[BinadeScatter.FLAT_BINS];
        int[] other = new int[BinadeScatter.FLAT_BINS];
        int[][] pages = new int[BinadeScatter.PAGES][];
        BinadeScatter.intoPages(values, 0, 3, pages);
        BinadeScatter.scatterInTurn(values, 0, values.length, flat, other);
        for (int page = 0; page < BinadeScatter.PAGES; page++) {
            int total = BinadeScatter.join(flat, other, page);
            assertThat(BinadeScatter.total(flat, page)).isEqualTo(total);
            if (total > 0) {
                BinadeScatter.addPage(flat, page, pages);
                BinadeScatter.clearPage(flat, page);
            }
        }
        assertThat(flat).containsOnly(0);
        assertThat(other).containsOnly(0);
        assertThat(pages[127][0]).isEqualTo(4);
        assertThat(pages[256 + 128][0]).isEqualTo(2);
        assertThat(pages[0][0]).isEqualTo(1);
        assertThat(pages[256][0]).isEqualTo(1);
        assertThat(Arrays.stream(pages).filter(page -> page != null)).hasSize(4);
    }

    private static int[] sum(int[] even, int[] odd) {
        int[] sum = new int[even.length];
        Arrays.setAll(sum, bin -> even[bin] + odd[bin]);
        return sum;
    }

    private static int[] flatten(int[][] pages) {
        int[] flat = new int[BinadeScatter.FLAT_BINS];
        for (int bin = 0; bin < flat.length; bin++) {
            int[] page = pages[bin / BinadeScatter.PAGE_SIZE];
            flat[bin] = page == null ? 0 : page[bin % BinadeScatter.PAGE_SIZE];
        }
        return flat;
    }
}
