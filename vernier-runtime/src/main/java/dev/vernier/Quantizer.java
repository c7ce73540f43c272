package dev.vernier;

import dev.vernier.calibrator.Calibrator;
import dev.vernier.calibrator.Calibrators;
import dev.vernier.collect.CollectionOptions;
import dev.vernier.collect.CollectionOptions.NonFinitePolicy;
import dev.vernier.data.ModelInputs;
import dev.vernier.data.Samples;
import dev.vernier.evaluate.Evaluation;
import dev.vernier.evaluate.Evaluator;
import dev.vernier.evaluate.Labels;
import dev.vernier.evaluate.Metric;
import dev.vernier.evaluate.PlannedWork;
import dev.vernier.evaluate.QuantizedModelException;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.improve.Effort;
import dev.vernier.model.ModelFile;
import dev.vernier.model.OutputFile;
import dev.vernier.plan.Overrides;
import dev.vernier.plan.QuantizationPlan;
import dev.vernier.plan.Selection;
import dev.vernier.plan.TensorOverride;
import dev.vernier.rewrite.Rewrite;
import dev.vernier.runner.HeapRoom;
import dev.vernier.runner.RunnerOptions;
import dev.vernier.sensitivity.Budget;
import dev.vernier.target.FloatType;
import dev.vernier.target.Target;
import dev.vernier.target.Targets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
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
    private Choices choices = Choices.NONE;
    private Optional<FloatType> remainder = Optional.empty();
    private Calibrator calibrator = Calibrators.automatic();
    private Optional<Samples> calibration = Optional.empty();
    private Optional<Path> statistics = Optional.empty();
    private Optional<Path> plan = Optional.empty();
    private Optional<Path> planOutput = Optional.empty();
    private Optional<Samples> evaluation = Optional.empty();
    private AccuracyGoal goal = AccuracyGoal.DEFAULT;
    private CollectionOptions collecting = CollectionOptions.DEFAULT;
    private RunnerOptions running = RunnerOptions.DEFAULT;
    private final AccuracyStage accuracy = new AccuracyStage();
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
        choices = choices.withSelection(newSelection);
        return this;
    }

    /** What the model is not refused for; it is for everything unless set. */
    public Quantizer tolerating(Tolerance newTolerance) {
        choices = choices.withTolerance(newTolerance);
        return this;
    }

    /** What is fixed of single values; nothing unless set. A plan has its own. */
    public Quantizer overriding(TensorOverride... newOverrides) {
        choices = choices.withOverrides(Overrides.of(List.of(newOverrides)));
        return this;
    }

    /**
     * What all runs in that is not in integers; float32 unless set, or as a given plan says.
     *
     * @throws IllegalArgumentException if the target, which must be set before, does not run it
     */
    public Quantizer remainder(FloatType newRemainder) {
        if (!target.remainder().contains(newRemainder)) {
            throw new IllegalArgumentException(
                    "remainder must be one that target %s runs: %s; remainder=%s"
                            .formatted(target.name(), target.remainder(), newRemainder));
        }
        remainder = Optional.of(newRemainder);
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

    /**
     * Takes the decisions and scales of a plan of this model and target as they are, instead of
     * making one; then no floor holds.
     */
    public Quantizer planFrom(Path file) {
        plan = Optional.of(file);
        goal = goal.withFloor(OptionalDouble.empty());
        return this;
    }

    /**
     * Also writes the plan, which {@link #planFrom} takes; where accuracy methods changed
     * constants, the float model that its scales are for stands beside it, {@code
     * plan.improved.onnx}.
     */
    public Quantizer planTo(Path file) {
        planOutput = Optional.of(file);
        return this;
    }

    /** Other samples to compare the models with; the first calibration samples unless set. */
    public Quantizer evaluateWith(Samples samples) {
        evaluation = Optional.of(samples);
        return this;
    }

    /** Classes of the evaluation samples, in their order, to score both models. */
    public Quantizer labels(Labels newLabels) {
        goal = goal.withLabels(newLabels);
        return this;
    }

    /** What the evaluation samples are scored by, in place of labels. */
    public Quantizer metric(Metric newMetric) {
        goal = goal.withMetric(newMetric);
        return this;
    }

    /** Leaves as few nodes in float as this takes; {@link QuantizationResult#budget} says how. */
    public Quantizer budget(Budget newBudget) {
        goal = goal.withBudget(newBudget);
        return this;
    }

    /**
     * Where no budget is set: the SQNR in dB below which all methods are tried, whatever the
     * effort, and then the nodes that destroy the result are left in float; 10 unless set, empty
     * for never.
     */
    public Quantizer floor(OptionalDouble newFloor) {
        goal = goal.withFloor(newFloor);
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
        accuracy.effort(newEffort);
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
     * @throws dev.vernier.plan.SelectionException if selection or overrides name what is not there,
     *     or the target does not take them
     * @throws java.nio.file.FileAlreadyExistsException if the output exists and must not be
     *     replaced
     * @throws IOException if a file cannot be read or written
     * @throws OutOfMemoryError saying what is needed, if the memory does not suffice
     */
    public QuantizationResult writeTo(Path output) throws IOException {
        try {
            return InFile.of(
                    input,
                    () -> MemoryNeed.explaining(input, accuracy.effort(), () -> quantize(output)));
        } finally {
            accuracy.forget();
        }
    }

    private QuantizationResult quantize(Path output) throws IOException {
        ComparedSamples compared = compared();
        OutputFile.requireWritable(output, overwrite);
        if (planOutput.isPresent()) {
            OutputFile.requireWritable(planOutput.get(), overwrite);
            OutputFile.requireWritable(PlanOutput.beside(planOutput.get()), overwrite);
        }

        progress.started("preparing");
        PlacedModel placed = read();
        MemoryNeed.of(placed.file(), accuracy.effort()).warn(progress);

        Decisions decided = decide(placed);
        decided = decided.warning(accuracy.notTried(plan, statistics, decided.plan()));
        PlacedModel model = decided.model();

        Refinement refinement =
                new Refinement(model, decided, accuracy, goal, running, compared, progress);
        Refined refined = refinement.refined();
        try {
            return write(model, decided, refined, output, compared, goal.floor());
        } catch (BelowFloorException | QuantizedModelException collapsed) {
            if (goal.rescue().isEmpty()) {
                throw collapsed;
            }
            decided = decided.warning(accuracy.raise(ModelInputs.of(model.graph())));
            Refined rescued = refinement.rescued(refined);
            return write(model, decided, rescued, output, compared, OptionalDouble.empty());
        }
    }

    private QuantizationResult write(
            PlacedModel model,
            Decisions decided,
            Refined refined,
            Path output,
            ComparedSamples compared,
            OptionalDouble floor)
            throws IOException {
        progress.started("quantizing");
        PlanOutput planned =
                PlanOutput.of(planOutput, model, refined, withRemainder(refined.plan()));
        QuantizationPlan plan = planned.plan();
        Graph rewritten = Rewrite.rewrite(refined.graph(), plan, target);
        Model prepared = model.prepared().model().withGraph(refined.graph());
        Model quantized = prepared.withGraph(rewritten);
        Optional<String> unchecked = ReferenceCheck.of(quantized, input);

        Evaluator evaluator =
                new Evaluator(model.file(), prepared, plan, running)
                        .scoredBy(goal.metric())
                        .ignoringNonFinite(collecting.nonFinite() == NonFinitePolicy.IGNORE);
        List<Evaluation> measured = new ArrayList<>();
        ModelFile.write(
                output,
                Provenance.addTo(quantized, decided, plan, options()),
                overwrite,
                temporary -> {
                    progress.started("comparing");
                    HeapRoom.make();
                    Evaluation evaluation = compare(evaluator, temporary, compared);
                    if (refined.budget().isEmpty()
                            && evaluation.worstSqnr() < floor.orElse(Double.NaN)) {
                        throw new BelowFloorException(evaluation.worstSqnr());
                    }
                    measured.add(evaluation);
                });
        planned.write(overwrite);
        return decided.result(output, refined, plan, measured.get(0), unchecked);
    }

    private Options options() {
        Effort done = statistics.isPresent() ? Effort.FAST : accuracy.effort();
        return new Options(plan.isPresent(), calibrator, done, choices, goal);
    }

    /** The samples to compare on; the first of those that calibrate if no others are given. */
    private ComparedSamples compared() {
        if (evaluation.isPresent()) {
            return new ComparedSamples(evaluation.get(), OptionalInt.empty());
        }
        return new ComparedSamples(
                calibration.orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "evaluateWith or calibrateWith must come before writeTo")),
                OptionalInt.of(COMPARED));
    }

    /**
     * Decides what {@link #writeTo} would write, and writes nothing.
     *
     * @throws IOException as {@link #writeTo} does, and for the same reasons
     */
    public QuantizationPlan plan() throws IOException {
        return preview().plan();
    }

    /**
     * Decides what {@link #writeTo} would write, counts what that puts into integers, and writes
     * nothing.
     *
     * @throws IOException as {@link #writeTo} does, and for the same reasons
     */
    public PlanPreview preview() throws IOException {
        progress.started("preparing");
        Decisions decided = decide(read());
        QuantizationPlan decision = withRemainder(decided.plan());
        return new PlanPreview(
                decision,
                PlannedWork.of(decided.model().graph(), decision),
                decided.notes(),
                decided.warnings());
    }

    private QuantizationPlan withRemainder(QuantizationPlan decided) {
        return remainder.map(decided::withRemainder).orElse(decided);
    }

    private PlacedModel read() throws IOException {
        long opset = Math.max(target.minimumOpset(), choices.overrides().minimumOpset());
        opset = Math.max(opset, remainder.map(FloatType::minimumOpset).orElse(0L));
        if (plan.isPresent()) {
            opset = Math.max(opset, PlanFiles.read(plan.get()).minimumOpset());
        }
        return PlacedModel.read(input, target, choices, opset);
    }

    private Decisions decide(PlacedModel model) throws IOException {
        if (plan.isPresent()) {
            GivenPlan given = GivenPlan.read(plan.get(), model);
            return Decisions.ofPlan(given);
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
        return Decisions.of(model, model.collect(accuracy.keeping(samples), options), calibrator);
    }

    private Evaluation compare(Evaluator evaluator, Path quantized, ComparedSamples compared)
            throws IOException {
        return evaluator.evaluate(
                quantized,
                compared.samples(),
                compared.limit(),
                goal.labels(),
                done -> progress.advanced(done, OptionalLong.empty()));
    }
}
