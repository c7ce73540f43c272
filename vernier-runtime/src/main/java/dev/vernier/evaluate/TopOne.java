package dev.vernier.evaluate;

import dev.vernier.data.DataException;
import dev.vernier.runner.RunTensor;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * Scores a classifier by the class with the largest output.
 *
 * <p>Rows are the batch axis of an output of shape (rows, classes, ...); of equal largest values
 * the first wins, for both models alike. Not thread-safe.
 */
final class TopOne {

    private final Labels labels;
    private int scored;
    private int floatRight;
    private int quantizedRight;
    private int agreed;

    TopOne(Labels labels) {
        this.labels = labels;
    }

    /**
     * Adds the rows of one run, by the first output.
     *
     * @throws DataException if there are more rows than labels, or the output is no score for each
     *     class
     * @throws QuantizedModelException if the quantized model's output has another shape
     */
    void add(ModelPair.Outputs outputs) {
        RunTensor expected = first(outputs.expected());
        RunTensor actual = first(outputs.actual());
        if (!expected.isFloat() || expected.shape().length < 2) {
            throw new DataException(
                    "labels must belong to a model whose first output has a score for each class;"
                            + " output="
                            + expected);
        }
        if (!Arrays.equals(expected.shape(), actual.shape())) {
            throw new QuantizedModelException(
                    "output must keep its shape where labels score it; float model=%s, quantized"
                                    .formatted(expected)
                            + " model="
                            + actual);
        }
        int rows = (int) expected.shape()[0];
        int classes = expected.floats().length / Math.max(1, rows);
        for (int row = 0; row < rows; row++) {
            if (scored == labels.size()) {
                throw tooFewLabels();
            }
            int label = labels.of(scored++);
            int expectedClass = largest(expected.floats(), row * classes, classes);
            int actualClass = largest(actual.floats(), row * classes, classes);
            floatRight += expectedClass == label ? 1 : 0;
            quantizedRight += actualClass == label ? 1 : 0;
            agreed += expectedClass == actualClass ? 1 : 0;
        }
    }

    private static RunTensor first(Map<String, RunTensor> outputs) {
        return outputs.values().iterator().next();
    }

    private DataException tooFewLabels() {
        return new DataException(
                "labels must be as many as the samples; labels="
                        + labels.size()
                        + ", samples=more");
    }

    Optional<TaskScore> score() {
        if (scored < labels.size()) {
            throw new DataException(
                    "labels must be as many as the samples; labels="
                            + labels.size()
                            + ", samples="
                            + scored);
        }
        if (scored == 0) {
            return Optional.empty();
        }
        double n = scored;
        return Optional.of(
                new TaskScore(
                        "top-1 accuracy", floatRight / n, quantizedRight / n, agreed / n, scored));
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
}
