package dev.vernier.evaluate;

import dev.vernier.runner.RunTensor;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * Counts in how many rows of the first output the largest element stays first, or among five.
 *
 * <p>Rows are those of a float output of shape (rows, classes) with at least two classes, or of
 * (rows, classes, 1, 1) as classifiers without a last Reshape give it; a model without one, or
 * where lengths depend on values and differ, is not counted. Of equal values the first wins. Not
 * thread-safe.
 */
final class RankCounter {

    private static final int FIVE = 5;

    private String output = "";
    private long rows;
    private long first;
    private long amongFive;

    void add(ModelPair.Outputs outputs) {
        for (Map.Entry<String, RunTensor> each : outputs.expected().entrySet()) {
            RunTensor expected = each.getValue();
            long[] shape = expected.shape();
            RunTensor actual = outputs.actual().get(each.getKey());
            if (expected.isFloat()
                    && isRows(shape)
                    && actual != null
                    && Arrays.equals(shape, actual.shape())) {
                output = each.getKey();
                add(expected.floats(), actual.floats(), (int) shape[1]);
            }
            return; // the first output decides
        }
    }

    private static boolean isRows(long[] shape) {
        return shape.length >= 2
                && shape[1] > 1
                && Arrays.stream(shape).skip(2).allMatch(length -> length == 1);
    }

    private void add(float[] expected, float[] actual, int classes) {
        for (int from = 0; from + classes <= expected.length; from += classes) {
            int rank = rank(actual, from, classes, largest(expected, from, classes));
            rows++;
            first += rank == 0 ? 1 : 0;
            amongFive += rank < FIVE ? 1 : 0;
        }
    }

    private static int largest(float[] values, int from, int length) {
        int best = 0;
        for (int i = 1; i < length; i++) {
            if (values[from + i] > values[from + best]) {
                best = i;
            }
        }
        return best;
    }

    /** How many elements of the row come before the one at {@code position}. */
    private static int rank(float[] values, int from, int length, int position) {
        float value = values[from + position];
        int before = 0;
        for (int i = 0; i < length; i++) {
            float other = values[from + i];
            before += other > value || (other == value && i < position) ? 1 : 0;
        }
        return before;
    }

    Optional<RankAgreement> agreement() {
        return rows == 0
                ? Optional.empty()
                : Optional.of(
                        new RankAgreement(
                                output, rows, (double) first / rows, (double) amongFive / rows));
    }
}
