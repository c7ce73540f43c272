package dev.vernier.sensitivity;

import dev.vernier.evaluate.CommonShape;
import dev.vernier.numeric.ErrorAccumulator;
import dev.vernier.numeric.ErrorMeasures;
import dev.vernier.runner.RunTensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How far the outputs of a trial are from the float model's.
 *
 * <p>An output that is not finite where the float model's is, or has another number of axes, is
 * lost; a trial may be as bad as that, and goes on. Where lengths depend on values, what one lacks
 * counts as zero, and a sample as lost at most. Integers count only if no output is float, strings
 * never. Not thread-safe.
 */
final class Deviation {

    private final Map<String, ErrorAccumulator> errors = new LinkedHashMap<>();
    private boolean lost;

    void add(Map<String, RunTensor> expected, Map<String, RunTensor> actual) {
        boolean onlyWhole = expected.values().stream().noneMatch(RunTensor::isFloat);
        expected.forEach(
                (name, reference) -> {
                    RunTensor found = actual.get(name);
                    if (found == null || found.shape().length != reference.shape().length) {
                        lost = true;
                    } else if (reference.strings().isEmpty()
                            && (onlyWhole || reference.isFloat())) {
                        add(name, reference, found);
                    }
                });
    }

    private void add(String name, RunTensor expected, RunTensor actual) {
        if (Arrays.equals(expected.shape(), actual.shape())) {
            float[] reference = numbers(expected);
            float[] found = numbers(actual);
            leaveOutNonFinite(reference, found);
            error(name).add(reference, found);
            return;
        }
        Optional<CommonShape> common = CommonShape.of(expected.shape(), actual.shape());
        lost |= common.isEmpty();
        if (common.isPresent()) {
            float[] reference = common.get().place(numbers(expected), expected.shape());
            float[] found = common.get().place(numbers(actual), actual.shape());
            leaveOutNonFinite(reference, found);
            error(name).addAtMostLost(reference, found);
        }
    }

    private ErrorAccumulator error(String name) {
        return errors.computeIfAbsent(name, output -> new ErrorAccumulator());
    }

    /** Zeros on both sides; lost if only one of them is not finite. */
    private void leaveOutNonFinite(float[] reference, float[] found) {
        for (int i = 0; i < reference.length; i++) {
            if (!Float.isFinite(reference[i]) || !Float.isFinite(found[i])) {
                lost |= Float.compare(reference[i], found[i]) != 0;
                reference[i] = 0;
                found[i] = 0;
            }
        }
    }

    /** A copy. */
    private static float[] numbers(RunTensor tensor) {
        if (tensor.isFloat()) {
            return tensor.floats().clone();
        }
        long[] longs = tensor.longs();
        float[] numbers = new float[longs.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = longs[i];
        }
        return numbers;
    }

    boolean isLost() {
        return lost;
    }

    /** The worst of all outputs. */
    Reached reached(Optional<Reached.Score> score) {
        if (lost) {
            return Reached.LOST;
        }
        double sqnr = Double.POSITIVE_INFINITY;
        double cosine = 1;
        for (ErrorAccumulator error : errors.values()) {
            ErrorMeasures measures = error.measures();
            sqnr = Math.min(sqnr, measures.signalToNoise());
            cosine = Math.min(cosine, measures.cosine());
        }
        return new Reached(sqnr, cosine, score);
    }
}
