package dev.vernier.numeric;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Small definitions, each held against the words of its documentation. */
class GridDefinitionsTest {

    @Test
    void weightsOfAChannelAreFoundWhereTheyStand() {
        PairLayout convolution = PairLayout.convolution(3, 4, 5, 6);
        assertThat(convolution).isEqualTo(new PairLayout(1, 3, 4, 30, false));
        assertThat(convolution.elements()).isEqualTo(360);
        assertThat(convolution.reduced()).isEqualTo(120);
        int k = 7 * 4 + 2; // position 7 of depth 2
        assertThat(convolution.index(0, 1, k)).isEqualTo((1 * 4 + 2) * 30 + 7);

        PairLayout rows = PairLayout.rows(2, 3, 4);
        assertThat(rows).isEqualTo(new PairLayout(2, 3, 4, 1, false));
        assertThat(rows.index(1, 2, 3)).isEqualTo((1 * 3 + 2) * 4 + 3);

        PairLayout columns = PairLayout.columns(2, 4, 3);
        assertThat(columns).isEqualTo(new PairLayout(2, 3, 4, 1, true));
        assertThat(columns.index(1, 2, 3)).isEqualTo((1 * 4 + 3) * 3 + 2);
    }

    @ParameterizedTest
    @CsvSource({"NIBBLES, 0, 0", "NIBBLES, 4, 2", "NIBBLES, 5, 3", "BYTES, 5, 5", "SHORTS, 5, 10"})
    void storedCodesTakeTheirBytes(CodeFormat format, long elements, long bytes) {
        assertThat(format.bytes(elements)).isEqualTo(bytes);
    }

    @Test
    void streamsTellWhatTheyTake() {
        TensorQuantizer quantizer =
                TensorQuantizer.perTensor(new QuantizationParameters(1, 0, IntegerType.INT4), 3, 3);
        TensorStream stream = new TensorStream(quantizer, RealFormat.FLOAT16);

        assertThat(stream.codeBytes()).isEqualTo(5);
        assertThat(stream.realBytes()).isEqualTo(18);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "255, 0, 128", "-10, 0, 0", "3, 4, 6", "-3, 4, 2", "1000, 4, 255"})
    void accumulatorsBecomeCodes(int accumulator, int zeroPoint, int code) {
        QuantizationParameters output = new QuantizationParameters(1, zeroPoint, IntegerType.UINT8);

        assertThat(new Requantization(0.5f, output).requantize(accumulator)).isEqualTo(code);
    }

    /** Source: DynamicQuantizeLinear of operator set 11. */
    @Test
    void dynamicGridCoversItsRange() {
        QuantizationParameters grid = DynamicQuantization.parametersFor(Range.of(-1, 3));
        assertThat(grid.scale()).isEqualTo(4f / 255);
        assertThat(grid.zeroPoint()).isEqualTo(64);
        assertThat(grid.type()).isEqualTo(IntegerType.UINT8);

        assertThat(DynamicQuantization.parametersFor(Range.ZERO))
                .isEqualTo(new QuantizationParameters(1, 0, IntegerType.UINT8));
    }

    @Test
    void unionHoldsBothRanges() {
        assertThat(Range.of(-2, 1).union(Range.of(-1, 3))).isEqualTo(new Range(-2, 3));
        assertThat(Range.of(-2, 1).width()).isEqualTo(3);
        assertThat(new Range(-Float.MAX_VALUE, Float.MAX_VALUE).width())
                .isEqualTo(2.0 * Float.MAX_VALUE);
    }

    @Test
    void integersAreNamedAsOnnxDoes() {
        assertThat(IntegerType.UINT4).hasToString("uint4");
        assertThat(IntegerType.INT16).hasToString("int16");
    }

    @Test
    void narrowRangeLeavesTheSmallestCodeOut() {
        QuantizationParameters grid =
                LinearScheme.INT8_SYMMETRIC_NARROW.parametersFor(Range.of(-1, 1));
        assertThat(grid.minCode()).isEqualTo(-127);
        assertThat(grid.maxCode()).isEqualTo(127);
        assertThat(grid.quantize(-9)).isEqualTo(-127);
        assertThat(LinearScheme.INT8_SYMMETRIC_NARROW.isSymmetric()).isTrue();
        assertThat(LinearScheme.UINT8_AFFINE.isSymmetric()).isFalse();
    }

    /** A grid of 4 bits is all nearest points, by looking at each. */
    @ParameterizedTest
    @EnumSource(Symmetry.class)
    void everyCodeStandsForItself(Symmetry symmetry) {
        LinearScheme scheme = new LinearScheme(IntegerType.INT4, symmetry, CodeRange.FULL);
        QuantizationParameters grid = scheme.parametersFor(Range.of(-3, 5));
        for (int code = grid.minCode(); code <= grid.maxCode(); code++) {
            assertThat(grid.quantize(grid.dequantize(code))).isEqualTo(code);
        }
    }

    @Test
    void codeBooksAreEqualByTheirValues() {
        CodeBook book = CodeBook.of(-1, 0, 2);
        assertThat(book).isEqualTo(CodeBook.of(-1, 0, 2)).hasSameHashCodeAs(CodeBook.of(-1, 0, 2));
        assertThat(book).isNotEqualTo(CodeBook.of(-1, 0, 3)).isNotEqualTo("book");
        assertThat(book.hashCode()).isNotEqualTo(CodeBook.of(-1, 0, 3).hashCode());
        assertThat(book).hasToString("2-bit code book [-1.0, 0.0, 2.0]");
        assertThat(book.bits()).isEqualTo(2);
        assertThat(book.largest()).isEqualTo(2);
        assertThat(CodeBook.of(-3, 0, 2).largest()).isEqualTo(3);
    }

    @Test
    void powersOfTwoAreAllPowersAndZero() {
        assertThat(CodeBook.powersOfTwo(3).levels())
                .containsExactly(-1, -0.5f, -0.25f, 0, 0.25f, 0.5f, 1);
        assertThat(CodeBook.powersOfTwo(3).value(0)).isZero();
        assertThat(CodeBook.powersOfTwo(3).value(4)).isEqualTo(-0f);
    }

    @Test
    void errorsOfBlocksAreThoseOfTheWhole() {
        float[] reference = new float[2 * ErrorAccumulator.BLOCK + 3];
        float[] actual = new float[reference.length];
        for (int i = 0; i < reference.length; i++) {
            reference[i] = i % 7;
            actual[i] = i % 5;
        }
        double error = 0;
        double square = 0;
        for (int i = 0; i < reference.length; i++) {
            error += (reference[i] - actual[i]) * (reference[i] - actual[i]);
            square += reference[i] * reference[i];
        }
        ErrorMeasures measures = ErrorMeasures.between(reference, actual);

        assertThat(measures.count()).isEqualTo(reference.length);
        assertThat(measures.errorSquared()).isEqualTo(error);
        assertThat(measures.referenceSquared()).isEqualTo(square);
        assertThat(measures.meanSquaredError()).isEqualTo(error / reference.length);
        assertThat(measures.largestError()).isEqualTo(6);
        assertThat(new ErrorAccumulator().measures().meanSquaredError()).isZero();
    }
}
