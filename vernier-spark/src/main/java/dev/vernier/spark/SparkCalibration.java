package dev.vernier.spark;

import dev.vernier.PartialCalibration;
import dev.vernier.collect.Collection;
import dev.vernier.collect.CollectionOptions.NonFinitePolicy;
import dev.vernier.data.DataException;
import dev.vernier.data.Sample;
import dev.vernier.data.Samples;
import dev.vernier.spark.ColumnPlan.Selection;
import dev.vernier.statistics.StatisticsFile;
import dev.vernier.statistics.TensorStatistics;
import dev.vernier.target.Target;
import dev.vernier.target.Targets;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Runs the rows of a dataset through a float model where they are stored, and gathers what {@link
 * dev.vernier.Calibration} gathers on one machine: the same samples give the same bytes.
 *
 * <pre>{@code
 * Collection seen = SparkCalibration.collect(
 *     spark.read().parquet("hdfs:///lake/photos"),
 *     "hdfs:///models/model.onnx",
 *     SampleColumns.tensors().named("id"));
 * StatisticsFiles.write(Path.of("model.stats"), seen.statistics(), false);
 * }</pre>
 *
 * <p>The model is shipped to the executors, of which each creates one session for all its tasks.
 * What the tasks give is merged on executors; the driver gets one result, whose size does not
 * depend on the number of rows. A row that cannot be used fails the job, unless {@link #badSamples}
 * allows some. Immutable.
 */
public final class SparkCalibration {

    private final String model;
    private final SampleColumns columns;
    private final Target target;
    private final NonFinitePolicy nonFinite;
    private final OptionalInt badSamples;

    private SparkCalibration(
            String model,
            SampleColumns columns,
            Target target,
            NonFinitePolicy nonFinite,
            OptionalInt badSamples) {
        this.model = model;
        this.columns = columns;
        this.target = target;
        this.nonFinite = nonFinite;
        this.badSamples = badSamples;
    }

    /**
     * Starts with a float model and the columns that feed it.
     *
     * @param model a path on the driver, or a URI of any file system that Hadoop knows
     */
    public static SparkCalibration of(String model, SampleColumns columns) {
        return new SparkCalibration(
                model,
                columns,
                Targets.ONNXRUNTIME_CPU,
                NonFinitePolicy.REFUSE,
                OptionalInt.empty());
    }

    /** As {@link #collect(Dataset)}, for ONNX Runtime on a CPU and with every row sound. */
    public static Collection collect(Dataset<Row> rows, String model, SampleColumns columns)
            throws IOException {
        return of(model, columns).collect(rows);
    }

    /** The runtime whose quantized tensors are seen; ONNX Runtime on this CPU unless set. */
    public SparkCalibration target(Target newTarget) {
        return new SparkCalibration(model, columns, newTarget, nonFinite, badSamples);
    }

    /** What becomes of NaN and infinities; refused unless set. */
    public SparkCalibration nonFinite(NonFinitePolicy policy) {
        return new SparkCalibration(model, columns, target, policy, badSamples);
    }

    /** Passes over rows that are no samples, up to that percentage of all. */
    public SparkCalibration badSamples(int maxPercent) {
        if (maxPercent < 0 || maxPercent > 100) {
            throw new IllegalArgumentException(
                    "bad samples must be 0 to 100 percent; badSamples=" + maxPercent);
        }
        return new SparkCalibration(model, columns, target, nonFinite, OptionalInt.of(maxPercent));
    }

    /**
     * Runs all rows.
     *
     * @return the statistics, and what a user should know of the samples
     * @throws dev.vernier.graph.ModelFormatException if the model is not a sound ONNX model
     * @throws dev.vernier.graph.UnsupportedModelException if there is nothing to do for it
     * @throws DataException if there are no rows or they do not fit the model
     * @throws dev.vernier.collect.NonFiniteException if a watched value is NaN or infinite and that
     *     is refused
     * @throws IOException if the model cannot be read or shipped
     */
    public Collection collect(Dataset<Row> rows) throws IOException {
        SparkContext context = rows.sparkSession().sparkContext();
        LocalModel local = LocalModel.read(model, target, context.hadoopConfiguration());
        try (PartialCalibration calibration = local.calibration()) {
            Selection selection = ColumnPlan.select(rows, columns, calibration.inputs());
            ShippedModel shipped = ShippedModel.ship(context, local, target, columns);
            PartResult whole = run(selection, shipped, calibration);
            Collection seen = withoutBad(whole);
            return calibration.judge(seen, nonFiniteSample(selection, shipped, seen), nonFinite);
        }
    }

    private PartResult run(
            Selection selection, ShippedModel shipped, PartialCalibration calibration) {
        byte[] merged =
                SparkJobs.merge(
                        selection.rows(),
                        new CollectPart(shipped, selection.plan(), badSamples.isPresent()));
        return merged.length == 0
                ? new PartResult(
                        new Collection(
                                new StatisticsFile(calibration.model(), 0, Map.of()), List.of()),
                        0,
                        new BadRows())
                : PartResult.of(merged);
    }

    private Collection withoutBad(PartResult whole) {
        BadRows bad = whole.bad();
        if (bad.count() * 100 > badSamples.orElse(0) * whole.rows()) {
            throw new DataException(
                    "bad samples must be at most %d %% of %d; bad=%d, first: %s"
                            .formatted(
                                    badSamples.orElse(0),
                                    whole.rows(),
                                    bad.count(),
                                    bad.reasons().get(0)));
        }
        List<String> notes = new ArrayList<>(whole.seen().notes());
        notes.addAll(bad.notes());
        return new Collection(whole.seen().statistics(), notes);
    }

    /** The sample that a refusal would name: found by another pass over the rows, model aside. */
    private Samples nonFiniteSample(Selection selection, ShippedModel shipped, Collection seen)
            throws IOException {
        Optional<String> name =
                seen.statistics().tensors().values().stream()
                        .map(TensorStatistics::nonFinite)
                        .flatMap(found -> found.sample().stream())
                        .min(String::compareTo);
        if (name.isEmpty() || nonFinite == NonFinitePolicy.IGNORE) {
            return Samples.of();
        }
        Optional<Sample> sample = SparkJobs.find(name.get(), selection, shipped);
        return Samples.of(sample.stream().toList());
    }
}
