package dev.vernier.cli;

import dev.vernier.Sensitivity;
import dev.vernier.data.Samples;
import dev.vernier.runner.RunnerOptions;
import dev.vernier.sensitivity.Sensitivities;
import dev.vernier.sensitivity.SensitivityOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command line of {@code vernier sensitivity}: which nodes quantization hurts, ranked. */
@Command(
        name = "sensitivity",
        header = {
            "Ranks the nodes of a model by what quantizing them costs. Writes nothing.",
            "",
            "Examples:",
            "  vernier sensitivity model.onnx --data calibration.npz",
            "  vernier sensitivity model.onnx --data train.npz --eval test.npz --measure 40"
        },
        synopsisHeading = "%nUsage: ",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n")
final class SensitivityCommand implements Callable<Integer> {

    private final Session session;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "MODEL", description = "The float ONNX model.")
    private Path model = Path.of("");

    @Mixin private DataArguments data = new DataArguments();

    @Option(
            names = "--eval",
            paramLabel = "DATA",
            description =
                    "Measure on these samples, in any form that --data takes (default: on those of"
                            + " --data).")
    private Optional<Path> evaluation = Optional.empty();

    @Mixin private TargetArgument target = new TargetArgument();

    @Mixin private CalibratorArgument calibrator = new CalibratorArgument();

    @Option(
            names = "--measure",
            paramLabel = "NODES",
            defaultValue = "16",
            description =
                    "How many nodes to measure, those first that an estimate suspects (default:"
                            + " ${DEFAULT-VALUE}).")
    private int measured;

    @Option(
            names = "--measure-on",
            paramLabel = "N",
            defaultValue = "32",
            description =
                    "How many samples to measure on, the first of them (default: ${DEFAULT-VALUE}).")
    private int samples;

    SensitivityCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        data.check(spec.commandLine());
        SensitivityOptions options = options();
        Sensitivities found;
        try (Samples given = data.samples();
                StageProgress progress = new StageProgress(session)) {
            Sensitivity sensitivity =
                    Sensitivity.of(model, given)
                            .target(target.target(spec.commandLine()))
                            .calibrator(calibrator.calibrator(spec.commandLine()))
                            .options(options)
                            .collecting(data.collecting())
                            .running(RunnerOptions.DEFAULT.withThreads(data.threads()))
                            .progress(progress);
            if (evaluation.isPresent()) {
                sensitivity.evaluateWith(data.samples(evaluation.get()));
            }
            found = sensitivity.rank();
        }
        if (session.settings().json()) {
            session.printJson("sensitivity", SensitivityOutput.json(model, found));
        } else {
            session.print(SensitivityOutput.text(model, found, session.style()));
        }
        return ExitCode.OK;
    }

    private SensitivityOptions options() {
        try {
            return SensitivityOptions.DEFAULT.withMeasured(measured).withSamples(samples);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
