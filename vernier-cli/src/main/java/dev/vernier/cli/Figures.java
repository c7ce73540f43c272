package dev.vernier.cli;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers as people read them; always with a decimal point. */
final class Figures {

    private static final String[] BYTE_UNITS = {"B", "KB", "MB", "GB", "TB"};
    private static final String[] COUNT_UNITS = {"", " thousand", " million", " billion"};

    private Figures() {}

    /** In units of 1024: {@code 86.2 MB}. */
    static String bytes(long bytes) {
        return scaled(bytes, 1024, " %s", BYTE_UNITS);
    }

    /** In units of 1000: {@code 2.7 million}. */
    static String magnitude(long count) {
        return scaled(count, 1000, "%s", COUNT_UNITS);
    }

    private static String scaled(long value, int base, String unitFormat, String... units) {
        double scaled = value;
        int unit = 0;
        while (scaled >= base && unit < units.length - 1) {
            scaled /= base;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f" : "%.1f", scaled)
                + String.format(Locale.ROOT, unitFormat, units[unit]);
    }

    /** {@code 1 sample}, {@code 2 samples}. */
    static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    /** A share of one: {@code 99.33 %}. */
    static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }

    /** Four significant digits, as few characters as that takes. */
    static String plain(double value) {
        if (!Double.isFinite(value)) {
            return Double.toString(value);
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros();
        boolean moderate = value == 0 || (Math.abs(value) >= 1e-4 && Math.abs(value) < 1e7);
        return moderate ? rounded.toPlainString() : rounded.toString().replace("E", "e");
    }

    static String times(double ratio) {
        return String.format(Locale.ROOT, "%.1fx", ratio);
    }

    static String millis(double millis) {
        return String.format(Locale.ROOT, millis < 10 ? "%.2f ms" : "%.1f ms", millis);
    }

    /** Four significant digits. */
    static String significant(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }

    static String decibel(double decibel) {
        return Double.isInfinite(decibel)
                ? (decibel > 0 ? "exact" : "no signal")
                : String.format(Locale.ROOT, "%.1f dB", decibel);
    }
}
