package dev.vernier;

import dev.vernier.collect.Collection;
import dev.vernier.collect.CollectionOptions;
import dev.vernier.data.Samples;
import dev.vernier.improve.Effort;
import dev.vernier.model.OutputFile;
import dev.vernier.target.Target;
import dev.vernier.target.Targets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs samples through a float model once and keeps what was seen in a file, from which it can be
 * quantized in many ways and without the samples.
 *
 * <pre>{@code
 * Calibration.of(Path.of("model.onnx"))
 *     .samples(Samples.npz(Path.of("calibration.npz")))
 *     .writeTo(Path.of("model.stats"));
 * Quantizer.of(Path.of("model.onnx"))
 *     .statisticsFrom(Path.of("model.stats"))
 *     .evaluateWith(Samples.npz(Path.of("test.npz")))
 *     .writeTo(Path.of("model.int8.onnx"));
 * }</pre>
 *
 * <p>Files of several runs, each over its own samples, are put together by {@link
 * StatisticsFiles#merge}: the bytes are those of one run over all samples. Not thread-safe.
 */
public final class Calibration {

    private final Path input;
    private Target target = Targets.ONNXRUNTIME_CPU;
    private Tolerance tolerance = Tolerance.NONE;
    private Samples samples = Samples.of(List.of());
    private CollectionOptions collecting = CollectionOptions.DEFAULT;
    private boolean overwrite;
    private ProgressListener progress = ProgressListener.NONE;

    private Calibration(Path input) {
        this.input = input;
    }

    /** Starts with a float model. */
    public static Calibration of(Path model) {
        return new Calibration(model);
    }

    /** The runtime whose quantized tensors are seen; ONNX Runtime on this CPU unless set. */
    public Calibration target(Target newTarget) {
        target = newTarget;
        return this;
    }

    /** What the model is not refused for; it is for everything unless set. */
    public Calibration tolerating(Tolerance newTolerance) {
        tolerance = newTolerance;
        return this;
    }

    /** The samples to run. Required. */
    public Calibration samples(Samples newSamples) {
        samples = newSamples;
        return this;
    }

    /** How samples are run, and what becomes of NaN and infinities. */
    public Calibration collecting(CollectionOptions options) {
        collecting = options;
        return this;
    }

    /** Lets an existing output be replaced. */
    public Calibration overwrite(boolean newOverwrite) {
        overwrite = newOverwrite;
        return this;
    }

    /** Tells how far the work is. */
    public Calibration progress(ProgressListener listener) {
        progress = listener;
        return this;
    }

    /**
     * Runs the samples and writes the statistics file.
     *
     * @return the statistics, and what a user should know of the samples
     * @throws dev.vernier.graph.ModelFormatException if the input is not a sound ONNX model
     * @throws dev.vernier.graph.UnsupportedModelException if it is quantized already, cannot be
     *     prepared, or has nothing that the target computes in integers
     * @throws dev.vernier.data.DataException if there are no samples or they do not fit the model
     * @throws java.nio.file.FileAlreadyExistsException if the output exists and must not be
     *     replaced
     * @throws IOException if a file cannot be read or written
     * @throws OutOfMemoryError saying what is needed, if the memory does not suffice
     */
    public Collection writeTo(Path output) throws IOException {
        return MemoryNeed.explaining(input, Effort.FAST, () -> collect(output));
    }

    private Collection collect(Path output) throws IOException {
        OutputFile.requireWritable(output, overwrite);

        progress.started("preparing");
        PlacedModel model =
                PlacedModel.read(
                        input,
                        target,
                        Choices.NONE.withTolerance(tolerance),
                        target.minimumOpset());
        MemoryNeed.of(model.file()).warn(progress);

        progress.started("calibrating");
        Collection seen = model.collect(samples, collecting.withProgress(progress::advanced));

        StatisticsFiles.write(output, seen.statistics(), overwrite);
        return seen;
    }
}
