package dev.vernier.collect;

import dev.vernier.data.DataException;
import dev.vernier.data.MatchedSamples;
import dev.vernier.data.ModelInputs;
import dev.vernier.data.PrefetchedCursor;
import dev.vernier.data.Sample;
import dev.vernier.data.SampleCursor;
import dev.vernier.data.Samples;
import dev.vernier.graph.Model;
import dev.vernier.runner.Runner;
import dev.vernier.runner.RunnerOptions;
import dev.vernier.runner.Runners;
import dev.vernier.runner.RunsAtOnce;
import dev.vernier.statistics.ModelDigest;
import dev.vernier.statistics.StatisticsAccumulator;
import dev.vernier.statistics.StatisticsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A model loaded once, through which any number of passes gather statistics, one after the other or
 * at the same time.
 *
 * <p>What passes give is not judged: an empty one, or one with values that are not finite, may be a
 * part of a sound whole. {@link Collection#judged} judges that. Safe for use by many threads; to be
 * closed when no pass is under way.
 */
public final class Collector implements AutoCloseable {

    private final ModelInputs inputs;
    private final ModelDigest digest;
    private final WatchedTensors watched;
    private final Map<String, Integer> channelAxes;
    private final Runner runner;
    private final RunsAtOnce runs = new RunsAtOnce();

    private Collector(
            ModelInputs inputs,
            ModelDigest digest,
            WatchedTensors watched,
            Map<String, Integer> channelAxes,
            Runner runner) {
        this.inputs = inputs;
        this.channelAxes = Map.copyOf(channelAxes);
        this.digest = digest;
        this.watched = watched;
        this.runner = runner;
    }

    /**
     * Loads a model, of which every run is computed by the thread that asks for it.
     *
     * @param model the model to run
     * @param folder where its file is
     * @param digest what the statistics will say they belong to
     * @param tensors inputs and computed values of the main graph; those that turn out not to be of
     *     a float type are noted and left out
     * @throws dev.vernier.runner.RunException if the model cannot be loaded
     */
    public static Collector open(
            Model model, Path folder, ModelDigest digest, Set<String> tensors) {
        return open(model, folder, digest, tensors, Map.of());
    }

    /**
     * As above, with summaries by channel.
     *
     * @param channelAxes as {@link CollectionOptions#channelAxes}
     */
    static Collector open(
            Model model,
            Path folder,
            ModelDigest digest,
            Set<String> tensors,
            Map<String, Integer> channelAxes) {
        WatchedTensors watched = WatchedTensors.of(model.graph(), tensors, channelAxes.keySet());
        RunnerOptions single =
                RunnerOptions.DEFAULT.withThreads(1).withSpinning(false).withKeepingOutputs(true);
        Runner runner = Runners.onnxRuntime(model, folder, watched.computed(), single);
        return new Collector(ModelInputs.of(model.graph()), digest, watched, channelAxes, runner);
    }

    /**
     * Runs all samples, several at the same time if what is watched of them fits into memory; the
     * next ones are decoded meanwhile.
     *
     * @param options but for channels, which the collector was opened with
     * @throws DataException if a sample cannot be used
     * @throws dev.vernier.runner.RunException if the model fails on a sample
     */
    public Collection collect(Samples samples, CollectionOptions options) throws IOException {
        SampleFold fold = new SampleFold(runner, watched, channelAxes, runs);
        try (SampleCursor cursor =
                new PrefetchedCursor(
                        MatchedSamples.of(samples).cursor(inputs), 2 * options.workers())) {
            StatisticsFile statistics = new Pass(cursor, runner, fold, runs, options).run(digest);
            return seen(statistics, cursor, fold);
        }
    }

    /**
     * Runs all samples, decodes them too, in the calling thread: for data that is bound to its
     * thread, and callers that have many.
     *
     * @throws DataException if a sample cannot be used
     * @throws dev.vernier.runner.RunException if the model fails on a sample
     */
    public Collection collectHere(Samples samples) throws IOException {
        SampleFold fold = new SampleFold(runner, watched, channelAxes, runs);
        StatisticsAccumulator accumulator = fold.accumulator();
        try (SampleCursor cursor = MatchedSamples.of(samples).cursor(inputs)) {
            Optional<Sample> next = cursor.next();
            while (next.isPresent()) {
                fold.fold(next.get(), accumulator);
                next = cursor.next();
            }
            return seen(accumulator.statistics(digest), cursor, fold);
        }
    }

    private static Collection seen(
            StatisticsFile statistics, SampleCursor cursor, SampleFold fold) {
        List<String> notes = new ArrayList<>(cursor.notes());
        notes.addAll(fold.notes());
        return new Collection(statistics, notes);
    }

    @Override
    public void close() {
        runner.close();
    }
}
