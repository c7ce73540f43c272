package dev.vernier.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;

/** Numbers with as many digits as a reader can use: a report is not where scales are kept. */
final class Rounded {

    private static final MathContext DIGITS = new MathContext(5);

    private Rounded() {}

    /** Five significant digits of a finite number. */
    static double of(double value) {
        return new BigDecimal(value).round(DIGITS).doubleValue();
    }

    /** Two decimals; empty for what is not finite. */
    static Optional<Double> decibel(double value) {
        return Double.isFinite(value)
                ? Optional.of(Math.rint(value * 100) / 100)
                : Optional.empty();
    }
}
