package dev.vernier.cli.bench;

import dev.vernier.data.Sample;
import dev.vernier.runner.Runner;
import dev.vernier.runner.RunnerOptions;
import dev.vernier.runner.Runners;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The process that runs one model: reads orders from standard input, answers on standard output.
 *
 * <pre>
 * arguments         model, threads, libraries of operators
 * first             the samples; answer: loaded
 * RUN index         answer: nanoseconds
 * PROFILE prefix n  n more runs; answer: done
 * PEAK              answer: bytes, -1 where unknown
 * end of input      ends
 * </pre>
 *
 * <p>Before each answer stands {@link #OK}, or {@link #FAILED} and what went wrong.
 */
public final class Worker {

    static final int RUN = 1;
    static final int PROFILE = 2;
    static final int PEAK = 3;

    static final int OK = 0;
    static final int FAILED = 1;

    private static final int MESSAGE_LENGTH = 8000;

    private final Path model;
    private final RunnerOptions options;
    private final DataInputStream in;
    private final DataOutputStream out;

    private Worker(Path model, int threads, DataInputStream in, DataOutputStream out) {
        this.model = model;
        // The idle threads of this model must not take a core from the next while they spin.
        this.options = RunnerOptions.DEFAULT.withThreads(threads).withSpinning(false);
        this.in = in;
        this.out = out;
    }

    public static void main(String[] arguments) throws IOException {
        PrintStream answers = System.out;
        System.setOut(System.err); // nothing may come between the answers
        DataInputStream in = new DataInputStream(new BufferedInputStream(System.in));
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(answers));
        Arrays.stream(arguments).skip(2).map(Path::of).forEach(Runners::useOperators);
        Worker worker = new Worker(Path.of(arguments[0]), Integer.parseInt(arguments[1]), in, out);
        try {
            worker.work();
        } catch (EOFException e) {
            return; // nobody asks any more
        } catch (RuntimeException e) {
            String message = String.valueOf(e.getMessage());
            out.writeByte(FAILED);
            out.writeUTF(message.substring(0, Math.min(message.length(), MESSAGE_LENGTH)));
            out.flush();
        }
    }

    private void work() throws IOException {
        List<Sample> samples = SampleStream.read(in);
        long before = ProcessMemory.resident().orElse(0);
        try (Runner runner = Runners.onnxRuntime(model, options)) {
            answer(0);
            while (true) {
                switch (in.readByte()) {
                    case RUN -> answer(time(runner, samples.get(in.readInt())));
                    case PROFILE -> profile(samples, Path.of(in.readUTF()), in.readInt());
                    case PEAK -> answer(ProcessMemory.peak().orElse(before - 1) - before);
                    default -> throw new IllegalStateException("order must be one of those known");
                }
            }
        }
    }

    private void answer(long value) throws IOException {
        out.writeByte(OK);
        out.writeLong(value);
        out.flush();
    }

    private static long time(Runner runner, Sample sample) {
        Set<String> outputs = Set.copyOf(runner.outputs());
        long start = System.nanoTime();
        runner.run(sample, outputs);
        return System.nanoTime() - start;
    }

    private void profile(List<Sample> samples, Path prefix, int runs) throws IOException {
        try (Runner profiled = Runners.onnxRuntime(model, options.withProfile(prefix))) {
            for (int i = 0; i < runs; i++) {
                profiled.run(samples.get(i % samples.size()));
            }
        }
        answer(0);
    }
}
