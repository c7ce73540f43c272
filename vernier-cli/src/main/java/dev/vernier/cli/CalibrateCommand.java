package dev.vernier.cli;

import dev.vernier.Calibration;
import dev.vernier.collect.Collection;
import dev.vernier.data.Samples;
import dev.vernier.model.OutputFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command line of {@code vernier calibrate}: samples in, what was seen of them out. */
@Command(
        name = "calibrate",
        header = {
            "Runs samples through a model once and saves what was seen of its tensors.",
            "",
            "Examples:",
            "  vernier calibrate model.onnx --data calibration.npz -o model.stats",
            "  vernier calibrate model.onnx --data images/ --preprocess imagenet -o model.stats",
            "  vernier inspect model.stats",
            "  vernier quantize model.onnx --stats model.stats --eval test.npz"
        },
        synopsisHeading = "%nUsage: ",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n")
final class CalibrateCommand implements Callable<Integer> {

    private final Session session;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "MODEL", description = "The float ONNX model.")
    private Path model = Path.of("");

    @Mixin private DataArguments data = new DataArguments();

    @Mixin private TargetArgument target = new TargetArgument();

    @Mixin private ToleranceArguments tolerance = new ToleranceArguments();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "STATS",
            required = true,
            description = "The statistics file to write.")
    private Path output = Path.of("");

    @Mixin private ExportArgument export = new ExportArgument();

    @Option(names = "--force", description = "Replace files that exist.")
    private boolean force;

    CalibrateCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        data.check(spec.commandLine());
        OutputFile.requireWritable(output, force);
        export.check(spec.commandLine(), force);
        Calibration calibration =
                Calibration.of(model)
                        .target(target.target(spec.commandLine()))
                        .tolerating(tolerance.tolerance())
                        .collecting(data.collecting())
                        .overwrite(force);
        Collection seen;
        try (Samples samples = data.samples();
                StageProgress progress = new StageProgress(session)) {
            seen = calibration.samples(samples).progress(progress).writeTo(output);
        }
        export.write(spec.commandLine(), seen.statistics(), force);
        session.warn(seen.notes());
        new StatisticsReceipt(
                        export.filesAfter(Optional.of(output)), seen.statistics(), seen.notes())
                .tell("calibrate", session, model.toString());
        return ExitCode.OK;
    }
}
