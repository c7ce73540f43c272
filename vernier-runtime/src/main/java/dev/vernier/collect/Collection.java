package dev.vernier.collect;

import dev.vernier.collect.CollectionOptions.NonFinitePolicy;
import dev.vernier.data.DataException;
import dev.vernier.data.MatchedSamples;
import dev.vernier.data.Samples;
import dev.vernier.graph.Model;
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
        try (Collector collector =
                Collector.open(model, folder, digest, tensors, options.channelAxes())) {
            return collector
                    .collect(samples, options)
                    .judged(model, folder, samples, options.nonFinite());
        }
    }

    /**
     * This collection with all its notes, if it is sound as a whole.
     *
     * @param model that was run
     * @param folder where its file is
     * @param samples that were run; a sample with values that are not finite is run again to say
     *     where they begin
     * @throws DataException if there were no samples
     * @throws NonFiniteException if a watched value is NaN or infinite and that is refused
     */
    public Collection judged(Model model, Path folder, Samples samples, NonFinitePolicy policy)
            throws IOException {
        if (statistics.samples() == 0) {
            throw new DataException("sample data must hold at least one sample; samples=0");
        }
        List<String> all = new ArrayList<>(notes);
        NonFiniteReport report = NonFiniteReport.of(statistics);
        if (!report.isEmpty() && policy == NonFinitePolicy.REFUSE) {
            throw report.refusal(model, folder, MatchedSamples.of(samples));
        }
        all.addAll(report.notes());
        all.addAll(RangeHints.of(statistics));
        return new Collection(statistics, all);
    }
}
