package dev.vernier.prepare.shape;

/**
 * A whole number that a formula does not look into. Equal if the text is equal.
 *
 * <p>The arguments of each are in canonical order, so that equal numbers written by different nodes
 * have equal texts.
 */
sealed interface Atom {

    /** How it is written as the name of a dimension. */
    String text();

    /** Whether it is known to be at least zero. */
    boolean isNonNegative();

    /** The length of an axis, known by name only. */
    record Symbol(String text) implements Atom {
        @Override
        public boolean isNonNegative() {
            return true;
        }
    }

    /** The largest whole number that is at most numerator / denominator. */
    record Quotient(Expression numerator, long denominator) implements Atom {
        @Override
        public String text() {
            return "floor((" + numerator + ")/" + denominator + ")";
        }

        @Override
        public boolean isNonNegative() {
            return numerator.isNonNegative();
        }
    }

    /** The smaller of two numbers. */
    record Minimum(Expression first, Expression second) implements Atom {
        @Override
        public String text() {
            return "min(" + first + "," + second + ")";
        }

        @Override
        public boolean isNonNegative() {
            return first.isNonNegative() && second.isNonNegative();
        }
    }

    /** The length that two lengths have together: the one that is not 1, or both. */
    record Joint(Expression first, Expression second) implements Atom {
        @Override
        public String text() {
            return "broadcast(" + first + "," + second + ")";
        }

        @Override
        public boolean isNonNegative() {
            return true;
        }
    }
}
