package dev.vernier.evaluate;

import dev.vernier.data.Sample;
import dev.vernier.model.ModelFile;
import dev.vernier.runner.RunTensor;
import dev.vernier.runner.Runner;
import dev.vernier.runner.RunnerOptions;
import dev.vernier.runner.Runners;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * The float and the quantized model, both loaded as any deployment loads them, and timed.
 *
 * <p>Which of the two runs first alternates, so that a noisy machine disturbs both alike; the first
 * sample warms up and is not timed. Not thread-safe.
 */
final class ModelPair implements AutoCloseable {

    /** What the two models gave for one sample. */
    record Outputs(Map<String, RunTensor> expected, Map<String, RunTensor> actual) {}

    private final Runner floatRunner;
    private final Runner quantizedRunner;
    private final Stopwatch floatTime = new Stopwatch();
    private final Stopwatch quantizedTime = new Stopwatch();
    private int runs;

    ModelPair(ModelFile floatFile, Path quantizedFile, RunnerOptions options) {
        // The idle threads of one model must not take a core from the other while they spin.
        RunnerOptions waiting = options.withSpinning(false);
        floatRunner = Runners.onnxRuntime(floatFile, waiting);
        try {
            quantizedRunner = Runners.onnxRuntime(quantizedFile, waiting);
        } catch (RuntimeException e) {
            floatRunner.close();
            throw e;
        }
    }

    Outputs run(Sample sample) {
        if (runs == 0) {
            run(floatRunner, sample);
            run(quantizedRunner, sample);
        }
        if (runs++ % 2 == 0) {
            Map<String, RunTensor> expected = timed(floatRunner, sample, floatTime);
            return new Outputs(expected, timed(quantizedRunner, sample, quantizedTime));
        }
        Map<String, RunTensor> actual = timed(quantizedRunner, sample, quantizedTime);
        return new Outputs(timed(floatRunner, sample, floatTime), actual);
    }

    double floatMillis() {
        return floatTime.medianMillis();
    }

    double quantizedMillis() {
        return quantizedTime.medianMillis();
    }

    private static Map<String, RunTensor> timed(Runner runner, Sample sample, Stopwatch time) {
        long start = System.nanoTime();
        Map<String, RunTensor> outputs = run(runner, sample);
        time.add(System.nanoTime() - start);
        return outputs;
    }

    private static Map<String, RunTensor> run(Runner runner, Sample sample) {
        return runner.run(sample, Set.copyOf(runner.outputs()));
    }

    @Override
    public void close() {
        floatRunner.close();
        quantizedRunner.close();
    }
}
