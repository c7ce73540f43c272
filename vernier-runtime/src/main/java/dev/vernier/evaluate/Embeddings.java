package dev.vernier.evaluate;

import dev.vernier.data.DataException;
import dev.vernier.data.Sample;
import dev.vernier.data.SampleTensor;
import dev.vernier.runner.RunTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Embeddings of the rows of one run, from the first output.
 *
 * <pre>
 * (rows, size)          each row
 * (rows, tokens, size)  mean of the tokens, those that the input attention_mask marks
 * </pre>
 */
final class Embeddings {

    private static final String MASK = "attention_mask";

    private Embeddings() {}

    static List<float[]> of(Sample sample, Map<String, RunTensor> outputs) {
        RunTensor output = outputs.values().iterator().next();
        long[] shape = output.shape();
        if (!output.isFloat() || shape.length < 2 || shape.length > 3) {
            throw new DataException(
                    "scores of pairs must belong to a model whose first output is (rows, size) or"
                            + " (rows, tokens, size); output="
                            + output);
        }
        int rows = (int) shape[0];
        int tokens = shape.length == 3 ? (int) shape[1] : 1;
        int size = (int) shape[shape.length - 1];
        long[] mask = mask(sample, rows * tokens);
        List<float[]> embeddings = new ArrayList<>(rows);
        for (int row = 0; row < rows; row++) {
            embeddings.add(mean(output.floats(), mask, row * tokens, tokens, size));
        }
        return embeddings;
    }

    /** One mark a token; all are marked if there is no such input. */
    private static long[] mask(Sample sample, int length) {
        long[] mask =
                Optional.ofNullable(sample.inputs().get(MASK))
                        .filter(tensor -> !tensor.type().isFloat())
                        .map(SampleTensor::longs)
                        .orElseGet(() -> new long[0]);
        if (mask.length == length) {
            return mask;
        }
        long[] all = new long[length];
        Arrays.fill(all, 1);
        return all;
    }

    private static float[] mean(float[] values, long[] mask, int from, int tokens, int size) {
        double[] sums = new double[size];
        int counted = 0;
        for (int token = from; token < from + tokens; token++) {
            if (mask[token] != 0) {
                counted++;
                for (int i = 0; i < size; i++) {
                    sums[i] += values[token * size + i];
                }
            }
        }
        float[] mean = new float[size];
        for (int i = 0; i < size; i++) {
            mean[i] = (float) (sums[i] / Math.max(1, counted));
        }
        return mean;
    }
}
