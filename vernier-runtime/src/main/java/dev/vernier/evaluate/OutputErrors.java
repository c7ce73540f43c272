package dev.vernier.evaluate;

import dev.vernier.graph.Graph;
import dev.vernier.numeric.ErrorAccumulator;
import dev.vernier.numeric.ErrorMeasures;
import dev.vernier.runner.RunTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Gathers how far each output of the quantized model is from the float model's.
 *
 * <p>Integer outputs are compared as numbers; strings are not compared. An element that is NaN or
 * infinite in the float model is left out of the measures; it must be the same in the quantized
 * model, unless the user said that such values do not matter: then it is counted. Where lengths
 * differ that the model leaves open, what one output lacks counts as zero, {@link CommonShape}, and
 * all of it as lost at most. Not thread-safe.
 */
final class OutputErrors {

    private final Graph graph;
    private final boolean ignoring;
    private final Map<String, Long> leftOut = new HashMap<>();
    private final Map<String, ErrorAccumulator> errors = new LinkedHashMap<>();
    private final Map<String, Long> otherShapes = new HashMap<>();
    private final Set<String> whole = new HashSet<>();

    /**
     * @param graph of the float model
     * @param ignoring whether what is NaN or infinite in the float model may be anything in the
     *     quantized one
     */
    OutputErrors(Graph graph, boolean ignoring) {
        this.graph = graph;
        this.ignoring = ignoring;
    }

    /**
     * Adds the outputs of one sample.
     *
     * @throws QuantizedModelException if the quantized model gave another shape, or NaN or infinity
     *     where the float model did not
     */
    void add(String sample, ModelPair.Outputs outputs) {
        outputs.expected()
                .forEach(
                        (name, expected) -> {
                            RunTensor actual = outputs.actual().get(name);
                            if (!expected.isFloat()) {
                                whole.add(name);
                            }
                            if (actual != null && Arrays.equals(expected.shape(), actual.shape())) {
                                add(name, sample, numbers(expected), numbers(actual), false);
                            } else {
                                addReshaped(name, sample, expected, Optional.ofNullable(actual));
                            }
                        });
    }

    private void addReshaped(
            String name, String sample, RunTensor expected, Optional<RunTensor> actual) {
        CommonShape common =
                actual.filter(found -> isOpen(name, expected.shape(), found.shape()))
                        .flatMap(found -> CommonShape.of(expected.shape(), found.shape()))
                        .orElseThrow(
                                () ->
                                        new QuantizedModelException(
                                                "output must keep its shape; output="
                                                        + name
                                                        + ", sample="
                                                        + sample
                                                        + ", float model="
                                                        + expected
                                                        + ", quantized model="
                                                        + actual.map(RunTensor::toString)
                                                                .orElse("nothing")));
        otherShapes.merge(name, 1L, Long::sum);
        add(
                name,
                sample,
                common.place(numbers(expected), expected.shape()),
                common.place(numbers(actual.orElseThrow()), actual.orElseThrow().shape()),
                true);
    }

    /** Whether the model fixes none of the lengths that differ. */
    private boolean isOpen(String name, long[] expected, long[] found) {
        int axes = Math.min(expected.length, found.length);
        return graph.shape(name).stream()
                .filter(shape -> shape.rank() == expected.length)
                .allMatch(
                        shape ->
                                IntStream.range(0, axes)
                                        .filter(axis -> expected[axis] != found[axis])
                                        .allMatch(axis -> shape.length(axis).isEmpty()));
    }

    private void add(
            String name, String sample, float[] expected, float[] actual, boolean reshaped) {
        float[] reference = expected;
        float[] found = actual;
        for (int i = 0; i < expected.length; i++) {
            if (Float.isFinite(expected[i]) && Float.isFinite(actual[i])) {
                continue;
            }
            if (ignoring && !Float.isFinite(expected[i])) {
                leftOut.merge(name, 1L, Long::sum);
            } else if (Float.compare(expected[i], actual[i]) != 0) {
                throw different(name, sample, i, expected[i], actual[i]);
            }
            if (reference == expected) {
                reference = expected.clone();
                found = actual.clone();
            }
            reference[i] = 0;
            found[i] = 0;
        }
        ErrorAccumulator error = errors.computeIfAbsent(name, output -> new ErrorAccumulator());
        if (reshaped) {
            error.addAtMostLost(reference, found);
        } else {
            error.add(reference, found);
        }
    }

    private static QuantizedModelException different(
            String output, String sample, int element, float expected, float actual) {
        String where =
                "; output=%s, sample=%s, element=%d, float model=%s, quantized model=%s"
                        .formatted(output, sample, element, expected, actual);
        return new QuantizedModelException(
                Float.isFinite(expected)
                        ? "output must stay finite where the float model's is" + where
                        : "output must be what the float model's is where that is not finite"
                                + where
                                + "; pass --nonfinite=ignore to leave such elements out");
    }

    private static float[] numbers(RunTensor tensor) {
        if (tensor.isFloat()) {
            return tensor.floats();
        }
        long[] longs = tensor.strings().isEmpty() ? tensor.longs() : new long[0];
        float[] numbers = new float[longs.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = longs[i];
        }
        return numbers;
    }

    /** One comparison an output, in the model's order. */
    List<OutputComparison> comparisons() {
        List<OutputComparison> comparisons = new ArrayList<>();
        errors.forEach(
                (output, error) -> {
                    ErrorMeasures measures = error.measures();
                    comparisons.add(
                            new OutputComparison(
                                    output,
                                    measures.signalToNoise(),
                                    measures.cosine(),
                                    measures.largestError(),
                                    otherShapes.getOrDefault(output, 0L),
                                    leftOut.getOrDefault(output, 0L),
                                    whole.contains(output)));
                });
        return comparisons;
    }
}
