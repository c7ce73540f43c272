package dev.vernier.cli;

import dev.vernier.data.LabelFile;
import dev.vernier.data.Samples;
import dev.vernier.evaluate.Labels;
import dev.vernier.evaluate.ModelComparator;
import dev.vernier.evaluate.ModelComparison;
import dev.vernier.runner.RunnerOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command line of {@code vernier compare}: how far a quantized model is from the float one. */
@Command(
        name = "compare",
        header = {
            "Compares a quantized model, made by Vernier or another tool, with the float model.",
            "",
            "Examples:",
            "  vernier compare model.onnx model.int8.onnx --data test.npz",
            "  vernier compare model.onnx model.int8.onnx --data test.npz \\",
            "      --labels labels.npy --fail-under sqnr=20,cosine=0.99,top1-drop=0.5"
        },
        synopsisHeading = "%nUsage: ",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n")
final class CompareCommand implements Callable<Integer> {

    private final Session session;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "FLOAT", description = "The float ONNX model.")
    private Path floatModel = Path.of("");

    @Parameters(index = "1", paramLabel = "QUANTIZED", description = "The quantized ONNX model.")
    private Path quantizedModel = Path.of("");

    @Mixin private DataArguments data = new DataArguments();

    @Option(
            names = "--labels",
            paramLabel = "FILE",
            description = "The right class of each sample, an .npy of integers.")
    private Optional<Path> labels = Optional.empty();

    @Option(
            names = "--outputs-only",
            description = "Compare outputs only, not the values inside: much faster.")
    private boolean outputsOnly;

    @Option(
            names = "--worst",
            paramLabel = "N",
            defaultValue = "10",
            description =
                    "Show the N values with the lowest local SQNR (default: ${DEFAULT-VALUE}).")
    private int worst;

    @Mixin private Gates gates = new Gates();

    CompareCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        data.check(spec.commandLine());
        gates.check(spec.commandLine(), labels.isPresent());
        if (labels.isPresent() && data.mayLeaveOut()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--labels go by the order of all samples; give neither --samples nor"
                            + " --on-bad-sample skip");
        }
        Optional<Labels> classes = Optional.empty();
        if (labels.isPresent()) {
            classes = Optional.of(Labels.of(LabelFile.read(labels.get())));
        }
        ModelComparator comparator =
                new ModelComparator(
                                floatModel,
                                quantizedModel,
                                RunnerOptions.DEFAULT.withThreads(data.threads()))
                        .ignoringNonFinite(data.nonFinite() == DataArguments.NonFinite.IGNORE);
        ModelComparison comparison;
        try (Samples samples = data.samples();
                StageProgress progress = new StageProgress(session)) {
            progress.started("comparing");
            comparison =
                    comparator.compare(
                            samples,
                            OptionalInt.empty(),
                            classes,
                            !outputsOnly,
                            progress::advanced);
        }
        return report(comparison);
    }

    private int report(ModelComparison comparison) {
        List<Gates.Outcome> outcomes = gates.outcomes(comparison);
        comparison.notes().forEach(session::note);
        if (session.settings().json()) {
            session.printJson(
                    "compare", CompareJson.of(floatModel, quantizedModel, comparison, outcomes));
        } else {
            session.print(
                    new CompareSummary(
                                    floatModel,
                                    quantizedModel,
                                    comparison,
                                    outcomes,
                                    worst,
                                    session.style())
                            .text());
        }
        return outcomes.stream().allMatch(Gates.Outcome::kept) ? ExitCode.OK : ExitCode.GATE_FAILED;
    }
}
