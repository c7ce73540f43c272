package dev.vernier.exchange;

import dev.vernier.numeric.Range;
import java.util.Optional;

/** What formats that keep one number a tensor, in decimal, say of its range. */
final class SymmetricRange {

    private SymmetricRange() {}

    /** The range around zero that ends at a number; empty if it is not a finite number. */
    static Optional<Range> of(String number) {
        float magnitude;
        try {
            magnitude = Math.abs(Float.parseFloat(number));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
        return Float.isFinite(magnitude)
                ? Optional.of(new Range(-magnitude, magnitude))
                : Optional.empty();
    }

    /** What is to be said of a number that gives no range. */
    static String refusal(String number) {
        return "magnitude must be a finite number; magnitude=" + number;
    }

    /** The number of which a range comes back, as far as it is symmetric. */
    static String number(Range range) {
        return Float.toString(range.largestMagnitude());
    }
}
