package dev.vernier.numeric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The records that a grid is made of: what they hold, and what they refuse. */
class GridRecordsTest {

    @ParameterizedTest
    @CsvSource({
        "INT8, -129, false", "INT8, -128, true", "INT8, 127, true", "INT8, 128, false",
        "UINT8, -1, false", "UINT8, 0, true", "UINT8, 255, true", "UINT8, 256, false"
    })
    void typeContainsItsCodes(String type, int code, boolean contained) {
        IntegerType integers = type.equals("INT8") ? IntegerType.INT8 : IntegerType.UINT8;
        assertThat(integers.contains(code)).isEqualTo(contained);
    }

    @ParameterizedTest
    @CsvSource({"-2, true", "-2.01, false", "0, true", "3, true", "3.01, false", "NaN, false"})
    void rangeContainsItsEnds(float value, boolean contained) {
        assertThat(Range.of(-2, 3).contains(value)).isEqualTo(contained);
    }

    @Test
    void rangeIsMadeSymmetricByItsLargerEnd() {
        assertThat(Range.of(-2, 3).symmetric()).isEqualTo(new Range(-3, 3));
        assertThat(Range.of(-4, 3).symmetric()).isEqualTo(new Range(-4, 4));
    }

    @Test
    void rangeHasNoNegativeZero() {
        Range range = new Range(-0f, -0f);
        assertThat(range).isEqualTo(Range.ZERO);
        assertThat(Float.floatToRawIntBits(range.min())).isZero();
        assertThat(Float.floatToRawIntBits(range.max())).isZero();
    }

    @Test
    void nanHasTheCodeOfZero() {
        QuantizationParameters grid = new QuantizationParameters(0.5f, 7, IntegerType.UINT8);
        assertThat(grid.quantize(Float.NaN)).isEqualTo(7);
    }

    @Test
    void representableIsFromTheFirstCodeToTheLast() {
        QuantizationParameters grid = new QuantizationParameters(0.5f, 10, IntegerType.UINT8);
        assertThat(grid.representable()).isEqualTo(new Range(-5, 122.5f));
    }

    @Test
    void representableEndsAtTheLargestFloat() {
        QuantizationParameters grid = new QuantizationParameters(3e38f, 0, IntegerType.INT8);
        assertThat(grid.representable()).isEqualTo(new Range(-Float.MAX_VALUE, Float.MAX_VALUE));
    }

    @Test
    void zeroPointMustBeACodeAndThatOfInt32Zero() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new QuantizationParameters(1, 256, IntegerType.UINT8))
                .withMessageContaining("zeroPoint=256");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new QuantizationParameters(1, 1, IntegerType.INT32))
                .withMessage("zero point of int32 must be 0; zeroPoint=1");
        assertThat(new QuantizationParameters(1, 1, IntegerType.INT16).zeroPoint()).isEqualTo(1);
    }
}
