package dev.vernier.numeric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The formats by their published tables; every kernel result by the definition. */
class CodeBookTest {

    private static final long SEED = 20260106L;

    static Stream<CodeBook> books() {
        return Stream.concat(
                Stream.of(
                        CodeBook.FLOAT8_E4M3FN,
                        CodeBook.FLOAT8_E5M2,
                        CodeBook.FLOAT4_E2M1,
                        CodeBook.NF4,
                        CodeBook.of(-3, 0, 0.1f, 7, 1e30f),
                        CodeBook.of(0, Float.MIN_VALUE),
                        CodeBook.of(-Float.MAX_VALUE, 0, Float.MAX_VALUE)),
                IntStream.rangeClosed(2, 8).mapToObj(CodeBook::powersOfTwo));
    }

    @Test
    void levelsOfTheFormats() {
        assertThat(CodeBook.FLOAT4_E2M1.levels())
                .containsExactly(-6, -4, -3, -2, -1.5f, -1, -0.5f, 0, 0.5f, 1, 1.5f, 2, 3, 4, 6);
        assertThat(CodeBook.FLOAT8_E4M3FN.levels()).hasSize(253);
        assertThat(CodeBook.FLOAT8_E4M3FN.largest()).isEqualTo(448);
        assertThat(CodeBook.FLOAT8_E4M3FN.value(0x01)).isEqualTo(0x1p-9f);
        assertThat(CodeBook.FLOAT8_E4M3FN.value(0x7F)).isNaN();
        assertThat(CodeBook.FLOAT8_E5M2.levels()).hasSize(247);
        assertThat(CodeBook.FLOAT8_E5M2.largest()).isEqualTo(57344);
        assertThat(CodeBook.FLOAT8_E5M2.value(0x01)).isEqualTo(0x1p-16f);
        assertThat(CodeBook.FLOAT8_E5M2.value(0xFC)).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(CodeBook.powersOfTwo(3).levels())
                .containsExactly(-1, -0.5f, -0.25f, 0, 0.25f, 0.5f, 1);
    }

    @Test
    void formatsSaturateAndKeepNan() {
        CodeBook e4m3 = CodeBook.FLOAT8_E4M3FN;
        assertThat(e4m3.nearest(1e9f)).isEqualTo(0x7E);
        assertThat(e4m3.nearest(Float.NEGATIVE_INFINITY)).isEqualTo(0xFE);
        assertThat(e4m3.nearest(Float.NaN)).isEqualTo(0x7F);
        assertThat(CodeBook.FLOAT8_E5M2.nearest(Float.POSITIVE_INFINITY)).isEqualTo(0x7B);
        assertThat(CodeBook.FLOAT8_E5M2.nearest(Float.NaN)).isEqualTo(0x7F);
        assertThat(CodeBook.FLOAT4_E2M1.nearest(Float.NaN)).isZero();
        assertThat(CodeBook.NF4.value(CodeBook.NF4.nearest(Float.NaN))).isZero();
    }

    @Test
    void zeroHasNoSign() {
        assertThat(CodeBook.of(-1, -0f, 1)).isEqualTo(CodeBook.of(-1, 0f, 1));
    }

    @ParameterizedTest
    @MethodSource("books")
    void everyLevelComesBackAndZeroIsExact(CodeBook book) {
        for (float level : book.levels()) {
            assertThat(book.value(book.nearest(level))).isEqualTo(level);
        }
        assertThat(book.value(book.nearest(0f))).isEqualTo(0f);
        assertThat(book.value(book.nearest(-0f))).isEqualTo(0f);
    }

    @ParameterizedTest
    @MethodSource("books")
    void kernelEqualsTheDefinition(CodeBook book) {
        Random random = new Random(SEED);
        for (float scale : new float[] {1f, 0.37f, 1e-20f}) {
            float[] values = samples(book, scale, random);
            CodeBookQuantizer quantizer =
                    CodeBookQuantizer.of(
                            new Granularity.PerTensor().layout(values.length), book, scale);
            CodeBookGrid grid = quantizer.grid(0);
            byte[] codes = quantizer.quantize(values);
            float[] back = quantizer.dequantize(codes);
            for (int i = 0; i < values.length; i++) {
                int code = Byte.toUnsignedInt(codes[i]);
                assertThat(code)
                        .as("seed=%d, %s, x=%s", SEED, book, values[i])
                        .isEqualTo(grid.quantize(values[i]));
                assertThat(Float.compare(back[i], grid.dequantize(code))).isZero();
            }
        }
    }

    /** Levels, half-way points and their neighbours, specials, random bits. */
    private static float[] samples(CodeBook book, float scale, Random random) {
        float[] levels = book.levels();
        float[] values = new float[4 * levels.length + 200];
        int n = 0;
        for (int i = 0; i + 1 < levels.length; i++) {
            float middle = (levels[i] + levels[i + 1]) / 2 * scale;
            values[n++] = levels[i] * scale;
            values[n++] = middle;
            values[n++] = Math.nextUp(middle);
            values[n++] = Math.nextDown(middle);
        }
        values[n++] = Float.NaN;
        values[n++] = Float.POSITIVE_INFINITY;
        values[n++] = Float.NEGATIVE_INFINITY;
        values[n++] = -0f;
        values[n++] = Float.MIN_VALUE;
        while (n < values.length) {
            values[n++] =
                    n % 2 == 0
                            ? Float.intBitsToFloat(random.nextInt())
                            : (float) random.nextGaussian() * book.largest() * scale;
        }
        return values;
    }

    @ParameterizedTest
    @MethodSource("books")
    void orderIsKept(CodeBook book) {
        float[] values = samples(book, 1f, new Random(SEED));
        Arrays.sort(values); // NaN last
        float last = Float.NEGATIVE_INFINITY;
        for (float value : values) {
            if (!Float.isNaN(value)) {
                float level = book.value(book.nearest(value));
                assertThat(level).isGreaterThanOrEqualTo(last);
                last = level;
            }
        }
    }

    @Test
    void blocksHaveTheirOwnScale() {
        float[] values = {0.5f, -1, 3, 6, 0, 0};
        SliceLayout layout = new Granularity.PerBlock(0, 2).layout(6);
        CodeBookQuantizer quantizer =
                CodeBookQuantizer.of(layout, CodeBook.FLOAT4_E2M1, 0.5f, 1f, 1f);
        byte[] codes = quantizer.quantize(values);

        assertThat(codes).containsExactly(2, 12, 5, 7, 0, 0);
        assertThat(quantizer.dequantize(codes)).isEqualTo(values);
        assertThat(quantizer.pack(codes)).containsExactly(0xC2, 0x75, 0x00);
    }

    @Test
    void coveringUsesTheWholeBook() {
        CodeBookGrid grid = CodeBookGrid.covering(Range.of(-3, 1), CodeBook.NF4);
        assertThat(grid.scale()).isEqualTo(3f);
        assertThat(grid.fakeQuantize(-3)).isEqualTo(-3f);
        assertThat(CodeBookGrid.covering(Range.ZERO, CodeBook.NF4).scale()).isEqualTo(1f);
        assertThat(CodeBookGrid.covering(Range.of(-896, 5), CodeBook.FLOAT8_E4M3FN).scale())
                .isEqualTo(2f);
        Range widest = Range.of(-Float.MAX_VALUE, Float.MAX_VALUE);
        CodeBookGrid wide = CodeBookGrid.covering(widest, CodeBook.FLOAT4_E2M1);
        assertThat(wide.fakeQuantize(Float.MAX_VALUE)).isFinite();
    }

    @Test
    void coveringNeedsANormalScale() {
        float least = 6 * Float.MIN_NORMAL;
        CodeBook book = CodeBook.FLOAT4_E2M1;
        assertThat(CodeBookGrid.covering(Range.of(0, least), book).scale())
                .isEqualTo(Float.MIN_NORMAL);
        assertThat(CodeBookGrid.covering(Range.of(0, Math.nextDown(least)), book).scale())
                .isEqualTo(1f);
    }

    @Test
    void refusesWhatIsNoCodeBook() {
        assertThatThrownBy(() -> CodeBook.of(1, 2, 3))
                .hasMessageStartingWith("levels must be 2 to 256 finite numbers");
        assertThatThrownBy(() -> CodeBook.of(0, 2, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CodeBook.of(0, Float.NaN))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CodeBook.powersOfTwo(9)).hasMessageEndingWith("bits=9");
        assertThatThrownBy(() -> CodeBook.NF4.value(16)).hasMessageEndingWith("code=16");
        assertThatThrownBy(() -> new CodeBookGrid(CodeBook.NF4, 0f))
                .hasMessageStartingWith("scale must be");
    }
}
