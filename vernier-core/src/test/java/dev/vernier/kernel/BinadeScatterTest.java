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
    @ValueSource(ints = {0, 1, 7, 8, 31, 511, 512, 513, 1025, 4098})
    void allWaysCountWhatTheDefinitionCounts(int length) {
        Random random = new Random(SEED + length);
        int[] bits = new int[length];
        for (int i = 0; i < length; i++) {
            bits[i] = random.nextBoolean() ? random.nextInt() : 0; // any float, NaN among them
        }
        int[] expected = new int[BinadeScatter.FLAT_LENGTH];
        for (int value : bits) {
            expected[value >>> 15]++;
        }

        IntBuffer buffer = buffer(bits);
        int[] flat = new int[BinadeScatter.FLAT_LENGTH];
        BinadeScatter.scatter(buffer, flat);
        assertThat(flat).as("seed %d, length %d", SEED, length).isEqualTo(expected);
        assertThat(buffer.position()).isEqualTo(1);

        int[][] pages = new int[BinadeScatter.PAGES][];
        BinadeScatter.intoPages(bits, length, pages);
        assertThat(flatten(pages)).as("seed %d, length %d", SEED, length).isEqualTo(expected);
    }

    @Test
    void pagesAreAddedAndCleared() {
        float[] values = {1f, 1f, -2f, 0f, -0f};
        int[] bits = new int[values.length];
        Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
        int[] flat = new int[BinadeScatter.FLAT_LENGTH];
        int[][] pages = new int[BinadeScatter.PAGES][];
        BinadeScatter.intoPages(bits, 3, pages);
        BinadeScatter.scatter(buffer(bits), flat);
        for (int page = 0; page < BinadeScatter.PAGES; page++) {
            if (BinadeScatter.total(flat, page) > 0) {
                BinadeScatter.addPage(flat, page, pages);
                BinadeScatter.clearPage(flat, page);
            }
        }
        assertThat(flat).containsOnly(0);
        assertThat(pages[127][0]).isEqualTo(4);
        assertThat(pages[256 + 128][0]).isEqualTo(2);
        assertThat(pages[0][0]).isEqualTo(1);
        assertThat(pages[256][0]).isEqualTo(1);
        assertThat(Arrays.stream(pages).filter(page -> page != null)).hasSize(4);
    }

    /** The bits from position 1 on, between others that are not to be counted. */
    private static IntBuffer buffer(int[] bits) {
        IntBuffer buffer = ByteBuffer.allocateDirect(4 * bits.length + 8).asIntBuffer();
        buffer.put(1).put(bits);
        return buffer.flip().position(1);
    }

    private static int[] flatten(int[][] pages) {
        int[] flat = new int[BinadeScatter.FLAT_LENGTH];
        for (int bin = 0; bin < BinadeScatter.PAGES * BinadeScatter.PAGE_SIZE; bin++) {
            int[] page = pages[bin / BinadeScatter.PAGE_SIZE];
            flat[bin] = page == null ? 0 : page[bin % BinadeScatter.PAGE_SIZE];
        }
        return flat;
    }
}
