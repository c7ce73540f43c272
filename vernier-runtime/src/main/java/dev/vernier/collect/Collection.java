package dev.vernier.collect;

import dev.vernier.collect.CollectionOptions.NonFinitePolicy;
import dev.vernier.data.DataException;
import dev.vernier.data.MatchedSamples;
import dev.vernier.data.ModelInputs;
import dev.vernier.data.PrefetchedCursor;
import dev.vernier.data.SampleCursor;
import dev.vernier.data.Samples;
import dev.vernier.graph.Model;
import dev.vernier.runner.Runner;
import dev.vernier.runner.RunnerOptions;
import dev.vernier.runner.Runners;
import dev.vernier.statistics.ModelDigest;
import dev.vernier.statistics.StatisticsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a pass over the samples gave.
 *
 * @param statistics of every watched tensor and every float input
 * @param notes what a user should know: of the data, and of values left out
 */
public record Collection(StatisticsFile statistics, List<String> notes) {

    public Collection {
        notes = List.copyOf(notes);
    }

    /**
     * Runs every sample through the model and gathers the statistics of the watched tensors.
     *
     * <p>Several samples are run at the same time, each by one thread; the next ones are decoded
     * meanwhile.
     *
     * @param model the model to run
     * @param folder where its file is
     * @param digest what the statistics will say they belong to
     * @param tensors inputs and computed values of the main graph; those that turn out not to be of
     *     a float type are noted and left out
     * @throws DataException if there are no samples, or one cannot be used
     * @throws NonFiniteException if a watched value is NaN or infinite and that is refused
     * @throws dev.vernier.runner.RunException if the model cannot be loaded or fails on a sample
     */
    public static Collection collect(
            Model model,
            Path folder,
            ModelDigest digest,
            Set<String> tensors,
            Samples samples,
            CollectionOptions options)
            throws IOException {
        WatchedTensors watched = WatchedTensors.of(model.graph(), tensors);
        ModelInputs inputs = ModelInputs.of(model.graph());
        Samples matched = MatchedSamples.of(samples);
        RunnerOptions single = RunnerOptions.DEFAULT.withThreads(1).withSpinning(false);
        Collection collected;
        try (SampleCursor cursor =
                        new PrefetchedCursor(matched.cursor(inputs), 2 * options.workers());
                Runner runner = Runners.onnxRuntime(model, folder, watched.computed(), single)) {
            Pass pass = new Pass(cursor, runner, watched, options);
            StatisticsFile statistics = pass.run(digest);
            List<String> notes = new ArrayList<>(cursor.notes());
            notes.addAll(pass.notes());
            collected = new Collection(statistics, notes);
        }
        return collected.checked(model, folder, matched, options.nonFinite());
    }

    private Collection checked(Model model, Path folder, Samples samples, NonFinitePolicy policy)
            throws IOException {
        if (statistics.samples() == 0) {
            throw new DataException("sample data must hold at least one sample; samples=0");
        }
        List<String> all = new ArrayList<>(notes);
        NonFiniteReport report = NonFiniteReport.of(statistics);
        if (!report.isEmpty() && policy == NonFinitePolicy.REFUSE) {
            throw report.refusal(model, folder, samples);
        }
        all.addAll(report.notes());
        all.addAll(RangeHints.of(statistics));
        return new Collection(statistics, all);
    }
}
