package dev.vernier.cli;

import dev.vernier.Quantizer;
import dev.vernier.model.OutputFile;
import dev.vernier.plan.PlanJson;
import dev.vernier.plan.QuantizationPlan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command line of {@code vernier plan}: statistics in, decisions and scales to edit out. */
@Command(
        name = "plan",
        header = {
            "Writes what quantize would do, as a JSON file to read, edit and give to quantize.",
            "",
            "Examples:",
            "  vernier plan model.onnx --stats model.stats -o plan.json",
            "  vernier quantize model.onnx --plan plan.json --eval test.npz"
        },
        synopsisHeading = "%nUsage: ",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n")
final class PlanCommand implements Callable<Integer> {

    private final Session session;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "MODEL", description = "The float ONNX model.")
    private Path model = Path.of("");

    @Option(
            names = "--stats",
            paramLabel = "STATS",
            required = true,
            description =
                    "What vernier calibrate saw of this model, or a calibration table of TensorRT"
                            + " or ONNX Runtime.")
    private Path statistics = Path.of("");

    @Mixin private TargetArgument target = new TargetArgument();

    @Mixin private SelectionArguments selection = new SelectionArguments();

    @Mixin private CalibratorArgument calibrator = new CalibratorArgument();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "JSON",
            required = true,
            description = "The plan to write.")
    private Path output = Path.of("");

    @Option(names = "--force", description = "Replace a file that exists.")
    private boolean force;

    PlanCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        OutputFile.requireWritable(output, force);
        QuantizationPlan plan =
                Quantizer.of(model)
                        .target(target.target(spec.commandLine()))
                        .selecting(selection.selection(spec.commandLine()))
                        .calibrator(calibrator.calibrator(spec.commandLine()))
                        .statisticsFrom(statistics)
                        .plan();
        write(output, plan, force);
        int integer = plan.integerNodes().size();
        if (session.settings().json()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("model", model.toString());
            json.put("output", output.toString());
            json.put("target", plan.target());
            json.put("nodes", plan.nodes().size());
            json.put("integerNodes", integer);
            session.printJson("plan", json);
        } else {
            session.print(
                    "%s\n  for %s, %d of %s in integers\n"
                            .formatted(
                                    session.style().bold(model + " -> " + output),
                                    plan.target(),
                                    integer,
                                    Figures.count(plan.nodes().size(), "node")));
        }
        return ExitCode.OK;
    }

    static void write(Path output, QuantizationPlan plan, boolean force) throws IOException {
        OutputFile.write(output, force, PlanJson.write(plan).getBytes(StandardCharsets.UTF_8));
    }
}
