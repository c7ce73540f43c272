package dev.vernier.numeric;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The floating formats of eight bits and fewer, against the values that their papers print. */
class MinifloatTest {

    @ParameterizedTest
    @CsvSource({
        // the smallest, the largest subnormal, the smallest normal, one, the largest
        "E4M3FN, 0x01, 0x1p-9", "E4M3FN, 0x07, 0x1.cp-7", "E4M3FN, 0x08, 0x1p-6",
        "E4M3FN, 0x38, 0x1p0", "E4M3FN, 0x3D, 0x1.ap0", "E4M3FN, 0x7E, 0x1.cp8",
        "E5M2, 0x01, 0x1p-16", "E5M2, 0x03, 0x1.8p-15", "E5M2, 0x04, 0x1p-14",
        "E5M2, 0x3C, 0x1p0", "E5M2, 0x3E, 0x1.8p0", "E5M2, 0x7B, 0x1.cp15",
        "E2M1, 0x1, 0x1p-1", "E2M1, 0x2, 0x1p0", "E2M1, 0x3, 0x1.8p0",
        "E2M1, 0x4, 0x1p1", "E2M1, 0x6, 0x1p2", "E2M1, 0x7, 0x1.8p2"
    })
    void valuesAreThoseOfTheFormat(Minifloat format, int code, String value) {
        assertThat(format.table()[code]).isEqualTo(Float.valueOf(value));
    }

    @ParameterizedTest
    @EnumSource
    void secondHalfMirrorsTheFirst(Minifloat format) {
        float[] table = format.table();
        int half = table.length / 2;
        assertThat(table).hasSize(format == Minifloat.E2M1 ? 16 : 256);
        for (int code = 0; code < half; code++) {
            assertThat(Float.floatToIntBits(table[half + code]))
                    .isEqualTo(Float.floatToIntBits(-table[code]));
        }
    }

    @ParameterizedTest
    @EnumSource
    void codesAscend(Minifloat format) {
        float[] table = format.table();
        for (int code = 1; code < table.length / 2 && Float.isFinite(table[code]); code++) {
            assertThat(table[code]).isGreaterThan(table[code - 1]);
        }
    }

    @Test
    void onlyTheCodeOfAllOnesIsNoNumberInE4M3() {
        float[] table = Minifloat.E4M3FN.table();
        for (int code = 0; code < 128; code++) {
            assertThat(Float.isFinite(table[code])).isEqualTo(code != 127);
        }
        assertThat(table[127]).isNaN();
    }

    @Test
    void largestExponentIsInfinityAndNanInE5M2() {
        float[] table = Minifloat.E5M2.table();
        assertThat(table[0x7C]).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(table[0x7D]).isNaN();
        assertThat(table[0x7E]).isNaN();
        assertThat(table[0x7F]).isNaN();
        assertThat(table[0xFC]).isEqualTo(Float.NEGATIVE_INFINITY);
    }
}
