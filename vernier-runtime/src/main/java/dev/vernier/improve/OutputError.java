package dev.vernier.improve;

import dev.vernier.data.Sample;
import dev.vernier.graph.Model;
import dev.vernier.numeric.ErrorAccumulator;
import dev.vernier.numeric.ErrorMeasures;
import dev.vernier.rewrite.Rewrite;
import dev.vernier.runner.RunTensor;
import dev.vernier.runner.Runner;
import dev.vernier.runner.RunnerOptions;
import dev.vernier.runner.Runners;
import dev.vernier.target.Target;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How far quantized models are from the float model on some samples, each run as deployed.
 *
 * <p>One figure: noise to signal, averaged over the float outputs, as decibels, equation (12). An
 * output that changes its shape or is not finite counts as lost: noise equal to signal. Memory: the
 * float model's outputs, of as many samples as fit 64 MB. Deterministic: each sample is run by one
 * thread, and sums are exact.
 */
final class OutputError {

    static final RunnerOptions DEPLOYED =
            RunnerOptions.DEFAULT.withThreads(1).withSpinning(false).withPrepacking(false);

    private static final long MOST_BYTES = 64L << 20;

    private final Model model;
    private final Path folder;
    private final Target target;
    private final List<Sample> samples;
    private final List<Map<String, RunTensor>> expected;

    private OutputError(
            Model model,
            Path folder,
            Target target,
            List<Sample> samples,
            List<Map<String, RunTensor>> expected) {
        this.model = model;
        this.folder = folder;
        this.target = target;
        this.samples = samples;
        this.expected = expected;
    }

    /**
     * Remembers what the float model gives.
     *
     * @param runner of the float model
     * @param model the same model, whose graph is replaced by each candidate's
     */
    static OutputError of(
            Runner runner, Model model, Path folder, Target target, List<Sample> samples) {
        java.util.Set<String> outputs = new java.util.LinkedHashSet<>();
        model.graph().outputs().forEach(output -> outputs.add(output.name()));
        Map<String, RunTensor> first = runner.run(samples.get(0), outputs);
        long bytes = first.values().stream().mapToLong(OutputError::bytes).sum();
        int fitting = (int) Math.max(1, Math.min(samples.size(), MOST_BYTES / Math.max(1, bytes)));
        List<Sample> kept = samples.subList(0, fitting);
        List<Map<String, RunTensor>> expected =
                IntStream.range(0, fitting)
                        .parallel()
                        .mapToObj(i -> i == 0 ? first : runner.run(kept.get(i), outputs))
                        .toList();
        return new OutputError(model, folder, target, kept, expected);
    }

    int samples() {
        return samples.size();
    }

    /** SQNR of a candidate once it is quantized, in dB. */
    double decibel(Candidate candidate) {
        Model quantized =
                model.withGraph(Rewrite.rewrite(candidate.graph(), candidate.plan(), target));
        List<Map<String, RunTensor>> actual;
        try (Runner runner = Runners.onnxRuntime(quantized, folder, List.of(), DEPLOYED)) {
            actual = samples.parallelStream().map(runner::run).toList();
        }
        Map<String, ErrorAccumulator> errors = new LinkedHashMap<>();
        for (int i = 0; i < samples.size(); i++) {
            add(expected.get(i), actual.get(i), errors);
        }
        double noise =
                errors.values().stream()
                        .mapToDouble(error -> noise(error.measures()))
                        .average()
                        .orElse(0);
        return noise == 0 ? Double.POSITIVE_INFINITY : -10 * StrictMath.log10(noise);
    }

    private static void add(
            Map<String, RunTensor> expected,
            Map<String, RunTensor> actual,
            Map<String, ErrorAccumulator> errors) {
        expected.forEach(
                (name, reference) -> {
                    if (!reference.isFloat() || !isFinite(reference.floats())) {
                        return;
                    }
                    float[] found =
                            Optional.ofNullable(actual.get(name))
                                    .filter(tensor -> isComparable(tensor, reference))
                                    .map(RunTensor::floats)
                                    .orElseGet(() -> new float[reference.floats().length]);
                    errors.computeIfAbsent(name, output -> new ErrorAccumulator())
                            .add(reference.floats(), found);
                });
    }

    private static boolean isComparable(RunTensor found, RunTensor reference) {
        return found.isFloat()
                && Arrays.equals(found.shape(), reference.shape())
                && isFinite(found.floats());
    }

    private static double noise(ErrorMeasures measures) {
        return measures.errorSquared() == 0
                ? 0
                : measures.errorSquared()
                        / Math.max(measures.referenceSquared(), Double.MIN_NORMAL);
    }

    private static boolean isFinite(float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    private static long bytes(RunTensor tensor) {
        return tensor.isFloat() ? 4L * tensor.floats().length : 0;
    }
}
