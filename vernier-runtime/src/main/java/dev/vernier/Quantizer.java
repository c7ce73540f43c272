package dev.vernier;

import dev.vernier.calibrator.Calibrator;
import dev.vernier.calibrator.Calibrators;
import dev.vernier.collect.Collection;
import dev.vernier.collect.CollectionOptions;
import dev.vernier.data.Samples;
import dev.vernier.evaluate.Evaluation;
import dev.vernier.evaluate.Evaluator;
import dev.vernier.evaluate.Labels;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.model.ModelFile;
import dev.vernier.model.OutputFile;
import dev.vernier.plan.Placement;
import dev.vernier.plan.Planner;
import dev.vernier.plan.QuantizationPlan;
import dev.vernier.prepare.Preparation;
import dev.vernier.prepare.PreparationOptions;
import dev.vernier.prepare.Prepared;
import dev.vernier.rewrite.Rewrite;
import dev.vernier.runner.RunnerOptions;
import dev.vernier.statistics.ModelDigest;
import dev.vernier.target.Target;
import dev.vernier.target.Targets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Quantizes a model: a float ONNX file and samples in, an INT8 file out that was loaded, run and
 * compared before it got its name.
 *
 * <pre>{@code
 * QuantizationResult result = Quantizer.of(Path.of("model.onnx"))
 *     .target(Targets.ONNXRUNTIME_CPU)
 *     .calibrateWith(Samples.npz(Path.of("calibration.npz")))
 *     .writeTo(Path.of("model.int8.onnx"));
 * }</pre>
 *
 * <p>{@link #writeTo} is the table of contents of the whole product. The same model, samples and
 * options give the same bytes. Memory does not grow with the number of samples. Not thread-safe.
 */
public final class Quantizer {

    /** Samples compared where no evaluation data is given: enough for a figure, quickly run. */
    private static final int COMPARED = 32;

    private final Path input;
    private Target target = Targets.ONNXRUNTIME_CPU;
    private Calibrator calibrator = Calibrators.automatic();
    private Optional<Samples> calibration = Optional.empty();
    private Optional<Samples> evaluation = Optional.empty();
    private Optional<Labels> labels = Optional.empty();
    private CollectionOptions collecting = CollectionOptions.DEFAULT;
    private RunnerOptions running = RunnerOptions.DEFAULT;
    private boolean overwrite;
    private ProgressListener progress = ProgressListener.NONE;

    private Quantizer(Path input) {
        this.input = input;
    }

    /** Starts with a float model. */
    public static Quantizer of(Path model) {
        return new Quantizer(model);
    }

    /** The runtime to quantize for; ONNX Runtime on this CPU unless set. */
    public Quantizer target(Target newTarget) {
        target = newTarget;
        return this;
    }

    /** How ranges are chosen from statistics; by the least expected error unless set. */
    public Quantizer calibrator(Calibrator newCalibrator) {
        calibrator = newCalibrator;
        return this;
    }

    /** The samples whose values decide the scales. Required. */
    public Quantizer calibrateWith(Samples samples) {
        calibration = Optional.of(samples);
        return this;
    }

    /** Other samples to compare the models with; the first calibration samples unless set. */
    public Quantizer evaluateWith(Samples samples) {
        evaluation = Optional.of(samples);
        return this;
    }

    /** Classes of the evaluation samples, in their order, to score both models. */
    public Quantizer labels(Labels newLabels) {
        labels = Optional.of(newLabels);
        return this;
    }

    /** How samples are run, and what becomes of NaN and infinities. */
    public Quantizer collecting(CollectionOptions options) {
        collecting = options;
        return this;
    }

    /** How the models are run when they are compared. */
    public Quantizer running(RunnerOptions options) {
        running = options;
        return this;
    }

    /** Lets an existing output be replaced. */
    public Quantizer overwrite(boolean newOverwrite) {
        overwrite = newOverwrite;
        return this;
    }

    /** Tells how far the work is. */
    public Quantizer progress(ProgressListener listener) {
        progress = listener;
        return this;
    }

    /**
     * Quantizes and writes the model, which appears only if it loads, runs and stands the
     * comparison.
     *
     * @throws dev.vernier.graph.ModelFormatException if the input is not a sound ONNX model
     * @throws dev.vernier.graph.UnsupportedModelException if it is quantized already, cannot be
     *     prepared, or has nothing that the target computes in integers
     * @throws dev.vernier.data.DataException if the samples do not fit the model
     * @throws java.nio.file.FileAlreadyExistsException if the output exists and must not be
     *     replaced
     * @throws IOException if a file cannot be read or written
     */
    public QuantizationResult writeTo(Path output) throws IOException {
        Samples samples =
                calibration.orElseThrow(
                        () -> new IllegalStateException("calibrateWith must come before writeTo"));

        OutputFile.requireWritable(output, overwrite);

        progress.started("preparing");
        ModelFile file = ModelFile.read(input);
        FloatModel.requireFloat(file);
        Prepared prepared =
                Preparation.prepare(file.model(), new PreparationOptions(target.minimumOpset()));
        Graph graph = prepared.model().graph();
        Placement placement = Placement.of(graph, target);
        FloatModel.requireSomethingToQuantize(file, placement, target);

        progress.started("calibrating");
        Collection seen =
                Collection.collect(
                        prepared.model(),
                        file.folder(),
                        new ModelDigest(file.sha256()),
                        placement.watched(),
                        samples,
                        collecting.withProgress(progress::advanced));

        progress.started("quantizing");
        QuantizationPlan plan = new Planner(graph, target, seen.statistics(), calibrator).plan();
        Model quantized = prepared.model().withGraph(Rewrite.rewrite(graph, plan));

        Evaluator evaluator = new Evaluator(file, prepared.model(), plan, running);
        List<Evaluation> measured = new ArrayList<>();
        ModelFile.write(
                output,
                Provenance.addTo(quantized, file, seen.statistics(), plan),
                overwrite,
                temporary -> {
                    progress.started("comparing");
                    measured.add(compare(evaluator, temporary, samples));
                });
        List<String> notes = new ArrayList<>(prepared.notes());
        notes.addAll(seen.notes());
        return new QuantizationResult(output, plan, measured.get(0), seen.statistics(), notes);
    }

    private Evaluation compare(Evaluator evaluator, Path quantized, Samples samples)
            throws IOException {
        OptionalInt limit = evaluation.isPresent() ? OptionalInt.empty() : OptionalInt.of(COMPARED);
        return evaluator.evaluate(
                quantized,
                evaluation.orElse(samples),
                limit,
                labels,
                done -> progress.advanced(done, OptionalLong.empty()));
    }
}
