package dev.vernier.sensitivity;

import dev.vernier.data.DataException;
import dev.vernier.data.ModelInputs;
import dev.vernier.data.Sample;
import dev.vernier.data.SampleCursor;
import dev.vernier.data.SampleTensor;
import dev.vernier.data.Samples;
import dev.vernier.model.ModelFile;
import dev.vernier.runner.RunTensor;
import dev.vernier.runner.Runner;
import dev.vernier.runner.RunnerOptions;
import dev.vernier.runner.Runners;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What the float model gives for each sample; the same in every pass.
 *
 * <p>The first samples and their outputs are kept, up to {@value #KEPT_BYTES} bytes; those beyond
 * are read and run again in each pass. Once all are kept the float model is needed no more, and
 * gives its memory back. Not thread-safe.
 */
final class ReferenceRuns implements AutoCloseable {

    private static final long KEPT_BYTES = 128L << 20;

    /** One sample and the float model's outputs. */
    record Run(Sample sample, Map<String, RunTensor> expected) {}

    /** Is handed the runs of a pass, in order. */
    @FunctionalInterface
    interface Visitor {
        void visit(Run run);
    }

    private final Samples samples;
    private final ModelInputs inputs;
    private final int limit;
    private final Supplier<Runner> load;
    private final List<Run> kept = new ArrayList<>();
    private Optional<Runner> loaded = Optional.empty();
    private boolean allKept;
    private long freeBytes = KEPT_BYTES;

    /**
     * @param model the float model
     * @param inputs what a sample must fit
     * @param limit how many samples at most
     */
    ReferenceRuns(
            ModelFile model,
            ModelInputs inputs,
            Samples samples,
            OptionalInt limit,
            RunnerOptions options) {
        this.samples = samples;
        this.inputs = inputs;
        this.limit = limit.orElse(Integer.MAX_VALUE);
        this.load = () -> Runners.onnxRuntime(model, options);
    }

    /** Visits the first {@code most} runs, or all if there are fewer; says how many. */
    int forEach(int most, Visitor visitor) throws IOException {
        int wanted = Math.min(most, limit);
        int known = Math.min(wanted, kept.size());
        kept.subList(0, known).forEach(visitor::visit);
        return known == wanted || allKept ? known : beyond(wanted, visitor);
    }

    private int beyond(int wanted, Visitor visitor) throws IOException {
        int done = kept.size();
        boolean isLast = false;
        try (SampleCursor cursor = samples.cursor(inputs)) {
            for (int i = 0; i < done; i++) {
                cursor.skip();
            }
            while (done < wanted && !isLast) {
                Optional<Sample> next = cursor.next();
                isLast = next.isEmpty();
                if (next.isPresent()) {
                    Run run = run(next.get());
                    keep(run, done);
                    visitor.visit(run);
                    done++;
                }
            }
        }
        if (done == 0) {
            throw new DataException("there must be samples to compare on; samples=0");
        }
        allKept = kept.size() == done && (isLast || done == limit);
        if (allKept) {
            close();
        }
        return done;
    }

    private Run run(Sample sample) {
        Runner runner = loaded.orElseGet(load);
        loaded = Optional.of(runner);
        return new Run(sample, runner.run(sample, Set.copyOf(runner.outputs())));
    }

    private void keep(Run run, int position) {
        long bytes = 0;
        for (SampleTensor input : run.sample().inputs().values()) {
            bytes += 8 * input.elements();
        }
        for (RunTensor output : run.expected().values()) {
            long elements = 1;
            for (long length : output.shape()) {
                elements *= length;
            }
            bytes += 8 * elements;
        }
        if (position == kept.size() && bytes <= freeBytes) {
            freeBytes -= bytes;
            kept.add(run);
        } else {
            freeBytes = 0; // nothing after a gap
        }
    }

    @Override
    public void close() {
        loaded.ifPresent(Runner::close);
        loaded = Optional.empty();
    }
}
