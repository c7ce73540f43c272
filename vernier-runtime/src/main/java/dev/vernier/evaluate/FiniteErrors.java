package dev.vernier.evaluate;

import dev.vernier.numeric.ErrorAccumulator;
import dev.vernier.numeric.ErrorMeasures;

/**
 * Errors of one value over samples, with elements left out that are NaN or infinite in either
 * model; those that are so in one only are counted. Not thread-safe.
 */
final class FiniteErrors {

    private final ErrorAccumulator errors = new ErrorAccumulator();
    private long nonFinite;

    void add(float[] expected, float[] actual) {
        float[] reference = expected;
        float[] found = actual;
        for (int i = 0; i < expected.length; i++) {
            if (Float.isFinite(expected[i]) && Float.isFinite(actual[i])) {
                continue;
            }
            nonFinite += Float.compare(expected[i], actual[i]) == 0 ? 0 : 1;
            if (reference == expected) {
                reference = expected.clone();
                found = actual.clone();
            }
            reference[i] = 0;
            found[i] = 0;
        }
        errors.add(reference, found);
    }

    long nonFinite() {
        return nonFinite;
    }

    ErrorMeasures measures() {
        return errors.measures();
    }
}
