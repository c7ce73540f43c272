package dev.vernier;

import dev.vernier.calibrator.Calibrator;
import dev.vernier.calibrator.Calibrators;
import dev.vernier.collect.CollectionOptions;
import dev.vernier.data.Sample;
import dev.vernier.data.Samples;
import dev.vernier.evaluate.Evaluation;
import dev.vernier.evaluate.Evaluator;
import dev.vernier.evaluate.Labels;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.improve.Candidate;
import dev.vernier.improve.Effort;
import dev.vernier.improve.Improved;
import dev.vernier.improve.Improver;
import dev.vernier.improve.KeptSamples;
import dev.vernier.model.ModelFile;
import dev.vernier.model.OutputFile;
import dev.vernier.plan.QuantizationPlan;
import dev.vernier.plan.Selection;
import dev.vernier.rewrite.Rewrite;
import dev.vernier.runner.RunnerOptions;
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
    private Selection selection = Selection.ALL;
    private Calibrator calibrator = Calibrators.automatic();
    private Optional<Samples> calibration = Optional.empty();
    private Optional<Path> statistics = Optional.empty();
    private Optional<Path> plan = Optional.empty();
    private Optional<Samples> evaluation = Optional.empty();
    private Optional<Labels> labels = Optional.empty();
    private CollectionOptions collecting = CollectionOptions.DEFAULT;
    private RunnerOptions running = RunnerOptions.DEFAULT;
    private Effort effort = Effort.BALANCED;
    private List<Sample> kept = List.of();
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

    /** Which nodes may run in integers; all that the target can unless set. */
    public Quantizer selecting(Selection newSelection) {
        selection = newSelection;
        return this;
    }

    /** How ranges are chosen from statistics; by the least expected error unless set. */
    public Quantizer calibrator(Calibrator newCalibrator) {
        calibrator = newCalibrator;
        return this;
    }

    /** The samples whose values decide the scales; with a plan or statistics they only compare. */
    public Quantizer calibrateWith(Samples samples) {
        calibration = Optional.of(samples);
        return this;
    }

    /** Takes the file that {@link Calibration} wrote of this model, instead of running samples. */
    public Quantizer statisticsFrom(Path file) {
        statistics = Optional.of(file);
        return this;
    }

    /** Takes the decisions and scales of a plan of this model and target, instead of making one. */
    public Quantizer planFrom(Path file) {
        plan = Optional.of(file);
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

    /** How much time may go into accuracy; balanced unless set. */
    public Quantizer effort(Effort newEffort) {
        effort = newEffort;
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
     * @throws dev.vernier.data.DataException if samples, statistics or plan do not fit the model
     * @throws java.nio.file.FileAlreadyExistsException if the output exists and must not be
     *     replaced
     * @throws IOException if a file cannot be read or written
     */
    public QuantizationResult writeTo(Path output) throws IOException {
        Samples compared =
                evaluation
                        .or(() -> calibration)
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                "evaluateWith or calibrateWith must come before"
                                                        + " writeTo"));
        OutputFile.requireWritable(output, overwrite);

        progress.started("preparing");
        PlacedModel model = PlacedModel.read(input, target, selection);

        Decisions decided = decide(model);

        Improved improved = improve(model, decided);

        progress.started("quantizing");
        QuantizationPlan plan = improved.candidate().plan();
        Graph rewritten = Rewrite.rewrite(improved.candidate().graph(), plan, target);
        Model quantized = model.prepared().model().withGraph(rewritten);

        Evaluator evaluator = new Evaluator(model.file(), model.prepared().model(), plan, running);
        List<Evaluation> measured = new ArrayList<>();
        ModelFile.write(
                output,
                Provenance.addTo(quantized, model.file(), decided.statistics(), plan),
                overwrite,
                temporary -> {
                    progress.started("comparing");
                    measured.add(compare(evaluator, temporary, compared));
                });
        return decided.result(output, improved, measured.get(0));
    }

    /**
     * Decides what {@link #writeTo} would write, and writes nothing.
     *
     * @throws IOException as {@link #writeTo} does, and for the same reasons
     */
    public QuantizationPlan plan() throws IOException {
        progress.started("preparing");
        return decide(PlacedModel.read(input, target, selection)).plan();
    }

    private Decisions decide(PlacedModel model) throws IOException {
        if (plan.isPresent()) {
            return Decisions.ofPlan(model, plan.get());
        } else if (statistics.isPresent()) {
            return Decisions.ofStatistics(model, statistics.get(), calibrator);
        }
        Samples samples =
                calibration.orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "calibrateWith, statisticsFrom or planFrom must come first"));
        progress.started("calibrating");
        CollectionOptions options = collecting.withProgress(progress::advanced);
        KeptSamples keeping = new KeptSamples(samples);
        Decisions decided = Decisions.of(model, model.collect(keeping, options), calibrator);
        kept = keeping.kept();
        return decided;
    }

    /** Only where samples decided: a given plan or saved statistics are taken as they are. */
    private Improved improve(PlacedModel model, Decisions decided) throws IOException {
        Candidate start = new Candidate(model.graph(), decided.plan());
        if (kept.isEmpty() || effort.steps().isEmpty()) {
            return Improved.unchanged(start);
        }
        progress.started("improving");
        return new Improver(model.prepared().model(), model.file().folder(), model.target(), kept)
                .improve(start, effort.steps());
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
