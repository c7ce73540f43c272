package dev.vernier.improve;

import dev.vernier.data.Sample;
import dev.vernier.graph.Model;
import dev.vernier.rewrite.Rewrite;
import dev.vernier.runner.HeapRoom;
import dev.vernier.runner.RunException;
import dev.vernier.runner.RunTensor;
import dev.vernier.runner.Runner;
import dev.vernier.runner.RunnerOptions;
import dev.vernier.runner.Runners;
import dev.vernier.target.Target;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How far quantized models are from the float model on some samples, each run as deployed.
 *
 * <p>One figure: {@link OutputNoise} in dB, averaged over samples and float outputs, {@link
 * Likelihoods} of those that are probabilities. An output that changes its shape or is not finite
 * counts as lost: noise equal to signal. Memory: the float model's outputs, of as many samples as
 * fit 64 MB. Deterministic: each sample is run by one thread, and sums are in the order of the
 * samples.
 */
final class OutputError {

    static final RunnerOptions DEPLOYED =
            RunnerOptions.DEFAULT.withThreads(1).withSpinning(false).withPrepacking(false);

    private static final long MOST_BYTES = 64L << 20;

    /** Samples with fewer numbers than this are taken together. */
    private static final int PART = 256;

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
        Set<String> outputs = new LinkedHashSet<>();
        model.graph().outputs().forEach(output -> outputs.add(output.name()));
        List<Sample> running = new ArrayList<>();
        List<Map<String, RunTensor>> expected = new ArrayList<>();
        long bytes = 0;
        for (Sample sample : samples) {
            if (bytes >= MOST_BYTES) {
                break;
            }
            Optional<Map<String, RunTensor>> found = run(runner, sample, outputs);
            if (found.isPresent()) {
                running.add(sample);
                expected.add(found.get());
                bytes += found.get().values().stream().mapToLong(OutputError::bytes).sum();
            }
        }
        return new OutputError(model, folder, target, running, expected);
    }

    /** Empty if the model does not run on the sample, which calibration leaves out as well. */
    private static Optional<Map<String, RunTensor>> run(
            Runner runner, Sample sample, Set<String> outputs) {
        try {
            return Optional.of(runner.run(sample, outputs));
        } catch (RunException e) {
            return Optional.empty();
        }
    }

    int samples() {
        return samples.size();
    }

    /**
     * SQNR of a candidate once it is quantized.
     *
     * @throws dev.vernier.runner.RunException if the quantized model does not load or run
     */
    Accuracy accuracy(Candidate candidate) {
        HeapRoom.make();
        Model quantized =
                model.withGraph(Rewrite.rewrite(candidate.graph(), candidate.plan(), target));
        List<Map<String, RunTensor>> actual;
        try (Runner runner = Runners.onnxRuntime(quantized, folder, List.of(), DEPLOYED)) {
            actual = samples.parallelStream().map(runner::run).toList();
        }
        return new Accuracy(
                outputs().entrySet().stream()
                        .map(output -> parts(output.getKey(), output.getValue(), actual))
                        .toList());
    }

    /** The float outputs that can be compared -> their shapes. */
    private Map<String, List<long[]>> outputs() {
        Map<String, List<long[]>> outputs = new LinkedHashMap<>();
        for (Map<String, RunTensor> sample : expected) {
            sample.forEach(
                    (name, tensor) -> {
                        if (isComparable(tensor)) {
                            outputs.computeIfAbsent(name, output -> new ArrayList<>())
                                    .add(tensor.shape());
                        }
                    });
        }
        return outputs;
    }

    /** By part of the samples, so that one answer that tips over is not everything. */
    private List<Double> parts(
            String name, List<long[]> shapes, List<Map<String, RunTensor>> actual) {
        boolean logarithmic = Likelihoods.are(name, model.graph());
        OutputNoise noise = OutputNoise.of(shapes);
        long elements = 0;
        List<Double> parts = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            Optional<RunTensor> reference =
                    Optional.ofNullable(expected.get(i).get(name))
                            .filter(OutputError::isComparable);
            if (reference.isPresent()) {
                Optional<RunTensor> found = Optional.ofNullable(actual.get(i).get(name));
                add(reference.get(), found, logarithmic, noise);
                elements += reference.get().floats().length;
            }
            if (elements >= PART || (i == samples.size() - 1 && elements > 0)) {
                parts.add(noise.decibel());
                noise = OutputNoise.of(shapes);
                elements = 0;
            }
        }
        return parts;
    }

    private static void add(
            RunTensor reference,
            Optional<RunTensor> found,
            boolean logarithmic,
            OutputNoise noise) {
        float[] wanted = logarithmic ? Likelihoods.of(reference.floats()) : reference.floats();
        boolean isLost =
                found.filter(OutputError::isComparable)
                        .filter(tensor -> Arrays.equals(tensor.shape(), reference.shape()))
                        .isEmpty();
        if (isLost) {
            noise.addLost(reference.shape(), wanted);
        } else {
            float[] got = found.get().floats();
            noise.add(reference.shape(), wanted, logarithmic ? Likelihoods.of(got) : got);
        }
    }

    private static boolean isComparable(RunTensor tensor) {
        if (!tensor.isFloat() || tensor.floats().length == 0) {
            return false;
        }
        for (float value : tensor.floats()) {
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
