package dev.vernier.exchange;

import dev.vernier.numeric.Range;

/** What formats that keep one number a tensor, in decimal, say of its range. */
final class SymmetricRange {

    private SymmetricRange() {}

    /**
     * The range around zero that ends at a number.
     *
     * @throws NumberFormatException saying what is wrong, if it is not a finite number
     */
    static Range of(String number) {
        float magnitude = Math.abs(parsed(number));
        if (!Float.isFinite(magnitude)) {
            throw new NumberFormatException(
                    "magnitude must be a finite number; magnitude=" + number);
        }
        return new Range(-magnitude, magnitude);
    }

    /** NaN for what is no number. */
    private static float parsed(String number) {
        try {
            return Float.parseFloat(number);
        } catch (NumberFormatException e) {
            return Float.NaN;
        }
    }

    /** The number of which a range comes back, as far as it is symmetric. */
    static String number(Range range) {
        return Float.toString(range.largestMagnitude());
    }
}
