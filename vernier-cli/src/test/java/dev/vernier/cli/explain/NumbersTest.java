package dev.vernier.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, 0",
        "1, 1",
        "-0.5714285714285714, -0.5714286",
        "100, 100",
        "1234567, 1234567",
        "9999999.9, 10000000",
        "12345678, 1.234568e+07",
        "0.0001, 0.0001",
        "0.00009, 9e-05",
        "-3.4028234663852886e38, -3.402823e+38",
        "1.401298464324817e-45, 1.401298e-45"
    })
    void sevenDigitsAndAnExponentOnlyWhereNeeded(double value, String text) {
        assertThat(Numbers.text(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"2.8571428, 4, 2.857", "0.4000000954, 6, 0.4", "0, 3, 0", "123456, 2, 120000"})
    void fewerDigitsForLabels(double value, int digits, String text) {
        assertThat(Numbers.text(value, digits)).isEqualTo(text);
    }
}
