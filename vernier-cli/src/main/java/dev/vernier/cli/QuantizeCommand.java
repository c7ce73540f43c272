package dev.vernier.cli;

import dev.vernier.QuantizationResult;
import dev.vernier.Quantizer;
import dev.vernier.data.Samples;
import dev.vernier.model.OutputFile;
import dev.vernier.runner.RunnerOptions;
import dev.vernier.sensitivity.BudgetResult;
import dev.vernier.target.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command line of {@code vernier quantize}: a float model and samples in, INT8 out. */
@Command(
        name = "quantize",
        header = {
            "Quantizes a float ONNX model to INT8 from sample inputs.",
            "",
            "Examples:",
            "  vernier quantize model.onnx --data calibration.npz",
            "  vernier quantize model.onnx --data train.npz --eval test.npz --labels labels.npy",
            "  vernier quantize bert.onnx --data sentences.txt --tokenizer tokenizer.json",
            "  vernier quantize model.onnx --data calibration.npz --min-sqnr 20",
            "  vernier quantize model.onnx --stats model.stats --eval test.npz"
        },
        synopsisHeading = "%nUsage: ",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n")
final class QuantizeCommand implements Callable<Integer> {

    private final Session session;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "MODEL", description = "The float ONNX model.")
    private Path model = Path.of("");

    @Mixin private DataArguments data = new DataArguments();

    @Option(
            names = "--eval",
            paramLabel = "DATA",
            description =
                    "Compare both models on these samples, in any form that --data takes"
                            + " (default: on those of --data).")
    private Optional<Path> evaluation = Optional.empty();

    @Mixin private AccuracyArguments accuracy = new AccuracyArguments();

    @Mixin private TargetArgument target = new TargetArgument();

    @Mixin private SelectionArguments selection = new SelectionArguments();

    @Mixin private ToleranceArguments tolerance = new ToleranceArguments();

    @Mixin private OverrideArgument override = new OverrideArgument();

    @Mixin private RemainderArgument remainder = new RemainderArgument();

    @Mixin private CalibratorArgument calibrator = new CalibratorArgument();

    @Mixin private EffortArgument effort = new EffortArgument();

    @Option(
            names = "--stats",
            paramLabel = "STATS",
            description =
                    "Take what vernier calibrate saw of this model, or the ranges of a calibration"
                            + " table of TensorRT or ONNX Runtime; --data or --random then only"
                            + " compare.")
    private Optional<Path> statistics = Optional.empty();

    @Option(
            names = "--plan",
            paramLabel = "JSON",
            description =
                    "Take the decisions and scales of this plan, edited or not; --data or --random"
                            + " then only compare.")
    private Optional<Path> plan = Optional.empty();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "OUT",
            description = "The model to write (default: MODEL with .int8.onnx for .onnx).")
    private Optional<Path> output = Optional.empty();

    @Option(
            names = "--plan-out",
            paramLabel = "JSON",
            description = "Also write the plan: what was quantized and what was not, and why.")
    private Optional<Path> planOutput = Optional.empty();

    @Mixin private ReportArguments report = new ReportArguments();

    @Option(names = "--force", description = "Replace files that exist.")
    private boolean force;

    QuantizeCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        check();
        requireWritable();
        Target runtime = target.target(spec.commandLine());
        Quantizer quantizer =
                Quantizer.of(model)
                        .target(runtime)
                        .selecting(selection.selection(spec.commandLine()))
                        .tolerating(tolerance.tolerance())
                        .overriding(override.overrides(spec.commandLine()))
                        .calibrator(calibrator.calibrator(spec.commandLine()))
                        .effort(effort.effort(spec.commandLine()))
                        .collecting(data.collecting())
                        .running(RunnerOptions.DEFAULT.withThreads(data.threads()))
                        .overwrite(force);
        remainder.remainder(runtime, spec.commandLine()).ifPresent(quantizer::remainder);
        statistics.ifPresent(quantizer::statisticsFrom);
        plan.ifPresent(quantizer::planFrom);
        planOutput.ifPresent(quantizer::planTo);
        QuantizationResult result;
        try (Samples samples = data.isGiven() ? data.samples() : Samples.of();
                StageProgress progress = new StageProgress(session)) {
            quantizer.calibrateWith(samples).progress(progress);
            if (evaluation.isPresent()) {
                quantizer.evaluateWith(data.compared(evaluation.get(), accuracy.isScored()));
            }
            accuracy.applyTo(quantizer, plan.isEmpty() && !isInvented());
            result = quantizer.writeTo(output());
        }
        writeReport(result);
        print(result);
        boolean failed =
                accuracy.hasBudget() && result.budget().filter(BudgetResult::isMet).isEmpty();
        return failed ? ExitCode.GATE_FAILED : ExitCode.OK;
    }

    /** Before the work: all outputs can be written, each to a file of its own. */
    private void requireWritable() throws IOException {
        OutputFile.requireWritable(output(), force);
        if (planOutput.isPresent()) {
            OutputFile.requireWritable(planOutput.get(), force);
        }
        report.requireWritable(force);
        List<Path> files = new ArrayList<>(List.of(output()));
        planOutput.ifPresent(files::add);
        files.addAll(report.files());
        requireDistinct(files);
        if (report.isGiven() && Files.exists(output()) && Files.isSameFile(output(), model)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--report and --run-out compare with the float model, which --output must not"
                            + " replace; output="
                            + output());
        }
    }

    private void requireDistinct(List<Path> files) {
        Set<Path> given = new HashSet<>();
        for (Path file : files) {
            if (!given.add(file.toAbsolutePath().normalize())) {
                throw new ParameterException(
                        spec.commandLine(), "each output must be a file of its own; file=" + file);
            }
        }
    }

    /** Whether what is compared on are random numbers, of which accuracy says nothing. */
    private boolean isInvented() {
        return evaluation.isEmpty() && data.random().isPresent();
    }

    /** Scales come from one place, and no model is written that nothing was compared on. */
    private void check() {
        accuracy.check(spec.commandLine(), evaluation.isPresent());
        if (statistics.isPresent() && plan.isPresent()) {
            throw new ParameterException(
                    spec.commandLine(), "--stats and --plan exclude each other");
        } else if (plan.isPresent() && override.isGiven()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--plan and --override exclude each other; edit plan.activations instead");
        } else if (plan.isPresent() && accuracy.hasBudget()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--plan is taken as it is; give --stats for --min-sqnr, --min-cosine or"
                            + " --max-drop, or gate with vernier compare --fail-under");
        } else if (accuracy.isScored() && evaluation.isEmpty() && data.mayLeaveOut()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--labels go by the order of all samples; give --eval, or neither --samples nor"
                            + " --on-bad-sample=skip");
        } else if (statistics.isEmpty() && plan.isEmpty()) {
            data.check(spec.commandLine());
        } else if (!data.isGiven() && evaluation.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "samples to compare both models on must be given: --eval DATA, or --random N to"
                            + " try");
        } else {
            data.checkOptional(spec.commandLine());
        }
    }

    private void writeReport(QuantizationResult result) throws IOException {
        if (report.isGiven()) {
            try (Samples samples =
                    evaluation.isPresent() ? data.samples(evaluation.get()) : data.samples()) {
                boolean invented = data.random().isPresent();
                report.write(
                        model,
                        result,
                        target.target(spec.commandLine()),
                        samples,
                        invented,
                        force,
                        spec,
                        session);
            }
        }
    }

    private void print(QuantizationResult result) {
        result.notes().forEach(session::detail);
        session.warn(result.warnings());
        if (session.settings().json()) {
            session.printJson("quantize", QuantizeJson.of(model, result));
        } else {
            session.print(new QuantizeSummary(model, result, session.style()).text());
        }
    }

    Path model() {
        return model;
    }

    DataArguments data() {
        return data;
    }

    Optional<Path> evaluation() {
        return evaluation;
    }

    Optional<Path> labels() {
        return accuracy.labels();
    }

    String targetName() {
        return target.name();
    }

    /** As asked, or {@code name.int8.onnx} beside {@code name.onnx}. */
    Path output() {
        String name = String.valueOf(model.getFileName());
        String stem = name.endsWith(".onnx") ? name.substring(0, name.length() - 5) : name;
        return output.orElseGet(() -> model.resolveSibling(stem + ".int8.onnx"));
    }

    Optional<Path> planOutput() {
        return planOutput;
    }

    boolean force() {
        return force;
    }
}
