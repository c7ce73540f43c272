package dev.vernier.cli.explain;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** How real numbers are written: seven significant digits, what float32 is sure of, at most. */
final class Numbers {

    private static final MathContext DIGITS = new MathContext(7);

    private static final double SMALLEST_PLAIN = 1e-4;
    private static final double LARGEST_PLAIN = 1e7;

    private Numbers() {}

    /** Without an exponent where that is short enough: {@code -0.5714286}, {@code 3e-05}. */
    static String text(double value) {
        if (value == 0) {
            return "0";
        }
        double magnitude = Math.abs(value);
        BigDecimal rounded = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
        if (magnitude >= SMALLEST_PLAIN && magnitude < LARGEST_PLAIN) {
            return rounded.toPlainString();
        }
        int exponent = rounded.precision() - rounded.scale() - 1;
        return String.format(
                Locale.ROOT, "%se%+03d", rounded.movePointLeft(exponent).toPlainString(), exponent);
    }

    /** At most {@code digits} significant ones, for labels. */
    static String text(double value, int digits) {
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits));
        return text(rounded.doubleValue());
    }

    /** In parentheses if negative, to stand behind an operator. */
    static String operand(double value) {
        return value < 0 ? "(" + text(value) + ")" : text(value);
    }

    /** {@code " + 2"}, {@code " - 2"} or nothing for zero. */
    static String plus(int value) {
        return value == 0 ? "" : value < 0 ? " - " + -(long) value : " + " + value;
    }
}
