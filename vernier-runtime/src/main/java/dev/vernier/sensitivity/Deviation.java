package dev.vernier.sensitivity;

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
 * <p>An output that is not finite where the float model's is, or of another shape, is lost; a trial
 * may be as bad as that, and goes on. Integers are compared as numbers, strings are not. Not
 * thread-safe.
 */
final class Deviation {

    private final Map<String, ErrorAccumulator> errors = new LinkedHashMap<>();
    private boolean lost;

    void add(Map<String, RunTensor> expected, Map<String, RunTensor> actual) {
        expected.forEach(
                (name, reference) -> {
                    RunTensor found = actual.get(name);
                    if (found == null || !Arrays.equals(reference.shape(), found.shape())) {
                        lost = true;
                    } else if (reference.strings().isEmpty()) {
                        add(name, numbers(reference), numbers(found));
                    }
                });
    }

    private void add(String name, float[] expected, float[] actual) {
        float[] reference = expected.clone();
        float[] found = actual.clone();
        for (int i = 0; i < reference.length; i++) {
            if (!Float.isFinite(reference[i]) || !Float.isFinite(found[i])) {
                lost |= Float.compare(reference[i], found[i]) != 0;
                reference[i] = 0;
                found[i] = 0;
            }
        }
        errors.computeIfAbsent(name, output -> new ErrorAccumulator()).add(reference, found);
    }

    private static float[] numbers(RunTensor tensor) {
        if (tensor.isFloat()) {
            return tensor.floats();
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
