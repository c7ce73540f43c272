package dev.vernier.improve;

import dev.vernier.data.Sample;
import dev.vernier.graph.Model;
import dev.vernier.rewrite.Codes;
import dev.vernier.rewrite.KeptCodes;
import dev.vernier.rewrite.Rewrite;
import dev.vernier.runner.HeapRoom;
import dev.vernier.runner.RunException;
import dev.vernier.runner.RunOutput;
import dev.vernier.runner.RunTensor;
import dev.vernier.runner.Runner;
import dev.vernier.runner.RunnerOptions;
import dev.vernier.runner.Runners;
import dev.vernier.target.Target;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
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

    /** How models run here: one thread a sample, and no memory that outlives a sample. */
    static final RunnerOptions DEPLOYED =
            RunnerOptions.DEFAULT.withThreads(1).withSpinning(false).withArena(false);

    private static final long MOST_BYTES = 64L << 20;
    private static final int AT_ONCE = 8;

    /** Samples with fewer numbers than this are taken together. */
    private static final int PART = 256;

    private final Model model;
    private final Path folder;
    private final Target target;
    private final List<Reference> references;
    private final Map<String, List<long[]>> shapes;
    private final Together together;
    private final Codes codes;
    private final boolean fedBack;

    /**
     * A sample and what is to come out: float outputs that are finite, in the form in which they
     * are compared.
     */
    private record Reference(Sample sample, Map<String, RunTensor> outputs) {

        int elements(String output) {
            return Optional.ofNullable(outputs.get(output))
                    .map(tensor -> tensor.floats().length)
                    .orElse(0);
        }
    }

    private OutputError(
            Model model,
            Path folder,
            Target target,
            List<Reference> references,
            Together together) {
        this.model = model;
        this.folder = folder;
        this.target = target;
        this.references = references;
        this.together = together;
        this.codes = Codes.forTries(model.graph());
        this.fedBack = model.graph().allNodes().stream().anyMatch(node -> node.is("Loop"));
        this.shapes = new LinkedHashMap<>();
        for (Reference reference : references) {
            reference
                    .outputs()
                    .forEach(
                            (name, tensor) ->
                                    shapes.computeIfAbsent(name, output -> new ArrayList<>())
                                            .add(tensor.shape()));
        }
    }

    /**
     * Remembers what the float model gives.
     *
     * @param runner of the float model
     * @param model the same model, whose graph is replaced by each candidate's
     * @param together how many of its runs fit into memory
     */
    static OutputError of(
            Runner runner,
            Model model,
            Path folder,
            Target target,
            List<Sample> samples,
            Together together) {
        Set<String> outputs = new LinkedHashSet<>();
        model.graph().outputs().forEach(output -> outputs.add(output.name()));
        List<Reference> references = new ArrayList<>();
        long bytes = 0;
        for (int from = 0; from < samples.size() && bytes < MOST_BYTES; from += AT_ONCE) {
            List<Sample> next = samples.subList(from, Math.min(samples.size(), from + AT_ONCE));
            List<Optional<Reference>> found =
                    together.forEach(
                            next.size(), i -> reference(runner, next.get(i), outputs, model));
            for (int i = 0; i < next.size() && bytes < MOST_BYTES; i++) {
                if (found.get(i).isPresent()) {
                    references.add(found.get(i).get());
                    bytes += bytes(found.get(i).get());
                }
            }
        }
        return new OutputError(model, folder, target, references, together);
    }

    /** Empty if the model does not run on the sample, which calibration leaves out as well. */
    private static Optional<Reference> reference(
            Runner runner, Sample sample, Set<String> outputs, Model model) {
        Map<String, RunTensor> found = new LinkedHashMap<>();
        try {
            runner.run(
                    sample,
                    outputs,
                    (name, output) ->
                            compared(name, output, model)
                                    .ifPresent(tensor -> found.put(name, tensor)));
        } catch (RunException e) {
            return Optional.empty();
        }
        return Optional.of(new Reference(sample, found));
    }

    int samples() {
        return references.size();
    }

    /** Whether memory is meant for two candidates at the same time. */
    boolean takesTwo() {
        return codes instanceof KeptCodes && together.takesTwo();
    }

    /**
     * SQNR of a candidate once it is quantized.
     *
     * @throws dev.vernier.runner.RunException if the quantized model does not load or run
     */
    Accuracy accuracy(Candidate candidate) {
        HeapRoom.make();
        Model quantized =
                model.withGraph(
                        Rewrite.rewrite(candidate.graph(), candidate.plan(), target, codes));
        List<Map<String, OutputNoise>> noises;
        try (Runner runner = Runners.onnxRuntime(quantized, folder, List.of(), DEPLOYED)) {
            noises = together.forEach(references.size(), i -> noises(references.get(i), runner));
        }
        return new Accuracy(
                shapes.keySet().stream().map(output -> parts(output, noises)).toList(), fedBack);
    }

    /** The same; empty if the quantized model does not load or run. */
    Optional<Accuracy> tried(Candidate candidate) {
        try {
            return Optional.of(accuracy(candidate));
        } catch (RunException e) {
            return Optional.empty();
        }
    }

    /** Of each output of a sample, compared as it is handed over. */
    private Map<String, OutputNoise> noises(Reference reference, Runner runner) {
        Map<String, OutputNoise> noises = new HashMap<>();
        runner.run(
                reference.sample(),
                reference.outputs().keySet(),
                (name, output) ->
                        Optional.ofNullable(reference.outputs().get(name))
                                .flatMap(wanted -> noise(name, wanted, output))
                                .ifPresent(noise -> noises.put(name, noise)));
        reference
                .outputs()
                .forEach((name, wanted) -> noises.computeIfAbsent(name, n -> lost(n, wanted)));
        return noises;
    }

    /** Empty if the output is not of the right shape, or not finite. */
    private Optional<OutputNoise> noise(String name, RunTensor wanted, RunOutput output) {
        return compared(name, output, model)
                .filter(found -> Arrays.equals(found.shape(), wanted.shape()))
                .map(
                        found -> {
                            OutputNoise noise = noise(name);
                            noise.add(wanted.shape(), wanted.floats(), found.floats());
                            return noise;
                        });
    }

    private OutputNoise lost(String name, RunTensor wanted) {
        OutputNoise noise = noise(name);
        noise.addLost(wanted.shape(), wanted.floats());
        return noise;
    }

    private OutputNoise noise(String output) {
        return OutputNoise.of(shapes.getOrDefault(output, List.of()));
    }

    /** By part of the samples, so that one answer that tips over is not everything. */
    private List<Double> parts(String output, List<Map<String, OutputNoise>> noises) {
        OutputNoise part = noise(output);
        long elements = 0;
        List<Double> parts = new ArrayList<>();
        for (int i = 0; i < noises.size(); i++) {
            Optional.ofNullable(noises.get(i).get(output)).ifPresent(part::add);
            elements += references.get(i).elements(output);
            if (elements >= PART || (i == noises.size() - 1 && elements > 0)) {
                parts.add(part.decibel());
                part = noise(output);
                elements = 0;
            }
        }
        return parts;
    }

    /** An output as it is compared; empty if it cannot be. */
    private static Optional<RunTensor> compared(String name, RunOutput output, Model model) {
        if (!output.isFloat()) {
            return Optional.empty();
        }
        RunTensor tensor = output.copy();
        if (!isFinite(tensor.floats())) {
            return Optional.empty();
        }
        return Optional.of(
                Likelihoods.are(name, model.graph())
                        ? RunTensor.ofFloats(
                                tensor.type(), tensor.shape(), Likelihoods.of(tensor.floats()))
                        : tensor);
    }

    /** Whether there are numbers, all of them finite. */
    private static boolean isFinite(float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return values.length > 0;
    }

    private static long bytes(Reference reference) {
        return reference.outputs().values().stream()
                .mapToLong(tensor -> (long) Float.BYTES * tensor.floats().length)
                .sum();
    }
}
