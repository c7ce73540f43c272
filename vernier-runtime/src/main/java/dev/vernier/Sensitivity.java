package dev.vernier;

import dev.vernier.calibrator.Calibrator;
import dev.vernier.calibrator.Calibrators;
import dev.vernier.collect.CollectionOptions;
import dev.vernier.data.Samples;
import dev.vernier.runner.RunnerOptions;
import dev.vernier.sensitivity.Sensitivities;
import dev.vernier.sensitivity.SensitivityAnalysis;
import dev.vernier.sensitivity.SensitivityOptions;
import dev.vernier.sensitivity.Subject;
import dev.vernier.target.Target;
import dev.vernier.target.Targets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Says what quantizing each node of a model costs; writes nothing.
 *
 * <pre>{@code
 * Sensitivities found =
 *     Sensitivity.of(Path.of("model.onnx"), Samples.npz(Path.of("calibration.npz"))).rank();
 * }</pre>
 *
 * <p>Not thread-safe.
 */
public final class Sensitivity {

    private final Path input;
    private final Samples calibration;
    private Target target = Targets.ONNXRUNTIME_CPU;
    private Calibrator calibrator = Calibrators.automatic();
    private Optional<Samples> evaluation = Optional.empty();
    private SensitivityOptions options = SensitivityOptions.DEFAULT;
    private CollectionOptions collecting = CollectionOptions.DEFAULT;
    private RunnerOptions running = RunnerOptions.DEFAULT;
    private ProgressListener progress = ProgressListener.NONE;

    private Sensitivity(Path input, Samples calibration) {
        this.input = input;
        this.calibration = calibration;
    }

    /** Starts with a float model, and the samples whose values decide the scales. */
    public static Sensitivity of(Path model, Samples calibration) {
        return new Sensitivity(model, calibration);
    }

    /** The runtime to quantize for; ONNX Runtime on this CPU unless set. */
    public Sensitivity target(Target newTarget) {
        target = newTarget;
        return this;
    }

    /** How ranges are chosen from statistics; by the least expected error unless set. */
    public Sensitivity calibrator(Calibrator newCalibrator) {
        calibrator = newCalibrator;
        return this;
    }

    /** Other samples to measure with; the first that calibrate unless set. */
    public Sensitivity evaluateWith(Samples samples) {
        evaluation = Optional.of(samples);
        return this;
    }

    /** How much is measured. */
    public Sensitivity options(SensitivityOptions newOptions) {
        options = newOptions;
        return this;
    }

    /** How samples are run, and what becomes of NaN and infinities. */
    public Sensitivity collecting(CollectionOptions newOptions) {
        collecting = newOptions;
        return this;
    }

    /** How the models are run when they are compared. */
    public Sensitivity running(RunnerOptions newOptions) {
        running = newOptions;
        return this;
    }

    /** Tells how far the work is. */
    public Sensitivity progress(ProgressListener listener) {
        progress = listener;
        return this;
    }

    /**
     * Quantizes in memory, and ranks the nodes by what that costs each.
     *
     * @throws dev.vernier.graph.ModelFormatException if the input is not a sound ONNX model
     * @throws dev.vernier.graph.UnsupportedModelException if it is quantized already, cannot be
     *     prepared, or has nothing that the target computes in integers
     * @throws dev.vernier.data.DataException if there are no samples or they do not fit the model
     * @throws IOException if a file cannot be read
     */
    public Sensitivities rank() throws IOException {
        progress.started("preparing");
        PlacedModel model = PlacedModel.read(input, target);

        progress.started("calibrating");
        Decisions decided =
                Decisions.of(
                        model,
                        model.collect(calibration, collecting.withProgress(progress::advanced)),
                        calibrator);

        progress.started("measuring");
        return SensitivityAnalysis.of(
                new Subject(
                        model.file(),
                        model.prepared().model(),
                        target,
                        decided.plan(),
                        decided.statistics().orElseThrow().tensors()),
                evaluation.orElse(calibration),
                options,
                running,
                trials -> progress.advanced(trials, OptionalLong.empty()));
    }
}
