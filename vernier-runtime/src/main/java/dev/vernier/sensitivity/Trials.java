package dev.vernier.sensitivity;

import dev.vernier.data.ModelInputs;
import dev.vernier.data.Samples;
import dev.vernier.evaluate.Metric;
import dev.vernier.graph.Model;
import dev.vernier.plan.QuantizationPlan;
import dev.vernier.runner.HeapRoom;
import dev.vernier.runner.RunException;
import dev.vernier.runner.RunTensor;
import dev.vernier.runner.Runner;
import dev.vernier.runner.RunnerOptions;
import dev.vernier.runner.Runners;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * Measures the quantized model with nodes taken out, as it would be deployed: written in memory,
 * loaded with the given options, run over the samples beside the float model.
 *
 * <p>A trial costs the writing and loading of the model and one run a sample. A model that does not
 * load or run counts as lost. Not thread-safe.
 */
final class Trials implements AutoCloseable {

    private final Subject subject;
    private final PartialPlan partial;
    private final ReferenceRuns references;
    private final Optional<Metric> metric;
    private final RunnerOptions options;
    private final IntConsumer progress;
    private int done;

    /**
     * @param limit how many samples at most
     * @param progress told the number of trials done
     */
    Trials(
            Subject subject,
            Samples samples,
            OptionalInt limit,
            Optional<Metric> metric,
            RunnerOptions options,
            IntConsumer progress) {
        this.subject = subject;
        this.partial = new PartialPlan(subject);
        this.options = options.withSpinning(false); // two sessions take turns
        this.references =
                new ReferenceRuns(
                        subject.file(),
                        ModelInputs.of(subject.graph()),
                        samples,
                        limit,
                        this.options);
        this.metric = metric;
        this.progress = progress;
    }

    /** Measures on all samples, with the metric. */
    Reached measure(Collection<String> floatNodes) throws IOException {
        return measure(floatNodes, List.of());
    }

    /** The same with nodes that quantize what they read as it comes. */
    Reached measure(Collection<String> floatNodes, Collection<String> asTheyCome)
            throws IOException {
        return run(partial.without(floatNodes, asTheyCome), Integer.MAX_VALUE, metric);
    }

    /** Measures the outputs on the first few samples only: enough to rank by. */
    Reached glance(Collection<String> floatNodes, int samples) throws IOException {
        return run(partial.without(floatNodes, List.of()), samples, Optional.empty());
    }

    /** How many trials were run. */
    int done() {
        return done;
    }

    /** How many samples there are, up to the limit. */
    int samples() throws IOException {
        return references.forEach(Integer.MAX_VALUE, run -> {});
    }

    ReferenceRuns references() {
        return references;
    }

    private Reached run(QuantizationPlan plan, int samples, Optional<Metric> scored)
            throws IOException {
        progress.accept(++done);
        HeapRoom.make();
        Model model = partial.model(plan);
        Deviation deviation = new Deviation();
        Optional<Scorings> scorings = scored.map(Scorings::new);
        try (Runner runner =
                Runners.onnxRuntime(model, subject.file().folder(), List.of(), options)) {
            references.forEach(
                    samples,
                    run -> {
                        Map<String, RunTensor> actual =
                                runner.run(run.sample(), Set.copyOf(runner.outputs()));
                        deviation.add(run.expected(), actual);
                        if (!deviation.isLost()) {
                            scorings.ifPresent(scores -> scores.add(run, actual));
                        }
                    });
        } catch (RunException notRunning) {
            return Reached.LOST;
        }
        return deviation.isLost() ? Reached.LOST : deviation.reached(scorings.map(Scorings::score));
    }

    /** The metric of both models in one pass. */
    private static final class Scorings {

        private final String name;
        private final Metric.Scoring expected;
        private final Metric.Scoring actual;

        Scorings(Metric metric) {
            name = metric.name();
            expected = metric.start();
            actual = metric.start();
        }

        void add(ReferenceRuns.Run run, Map<String, RunTensor> outputs) {
            expected.add(run.sample(), run.expected());
            actual.add(run.sample(), outputs);
        }

        Reached.Score score() {
            return new Reached.Score(name, expected.score(), actual.score());
        }
    }

    @Override
    public void close() {
        references.close();
    }
}
