package dev.vernier.cli;

import dev.vernier.QuantizationResult;
import dev.vernier.data.Samples;
import dev.vernier.evaluate.ModelComparator;
import dev.vernier.evaluate.ModelComparison;
import dev.vernier.model.ModelFile;
import dev.vernier.model.OutputFile;
import dev.vernier.report.Origin;
import dev.vernier.report.ReportPage;
import dev.vernier.report.RunJson;
import dev.vernier.report.RunRecord;
import dev.vernier.report.RunRecorder;
import dev.vernier.runner.RunnerOptions;
import dev.vernier.target.Processor;
import dev.vernier.target.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** The options of a quantization that ask for a report, and the writing of it. */
final class ReportArguments {

    /** Samples that inner values are compared on. */
    private static final int COMPARED = 32;

    @Option(
            names = "--report",
            paramLabel = "HTML",
            description =
                    "Also write a report: one page with the verdict, every layer's error and"
                            + " histograms.")
    private Optional<Path> page = Optional.empty();

    @Option(
            names = "--run-out",
            paramLabel = "JSON",
            description = "Also write what the report shows as JSON, for vernier report.")
    private Optional<Path> run = Optional.empty();

    boolean isGiven() {
        return page.isPresent() || run.isPresent();
    }

    /** What is written, in this order. */
    List<Path> files() {
        List<Path> files = new ArrayList<>();
        run.ifPresent(files::add);
        page.ifPresent(files::add);
        return files;
    }

    /** To be called before the work: both must be writable. */
    void requireWritable(boolean force) throws IOException {
        if (page.isPresent()) {
            OutputFile.requireWritable(page.get(), force);
        }
        if (run.isPresent()) {
            OutputFile.requireWritable(run.get(), force);
        }
    }

    /**
     * Compares the models value by value and writes what was asked for.
     *
     * @param samples to compare on
     * @param invented whether they are random
     */
    void write(
            Path model,
            QuantizationResult result,
            Target target,
            Samples samples,
            boolean invented,
            boolean force,
            CommandSpec spec,
            Session session)
            throws IOException {
        ModelComparison comparison;
        try (StageProgress progress = new StageProgress(session)) {
            progress.started("measuring every value");
            comparison =
                    new ModelComparator(model, result.output(), RunnerOptions.DEFAULT)
                            .ignoringNonFinite(true) // as quantizing did, or it had refused
                            .compare(
                                    samples,
                                    OptionalInt.of(COMPARED),
                                    Optional.empty(),
                                    true,
                                    progress::advanced);
        }
        RunRecord record =
                new RunRecorder(result, comparison, origin(model, result, spec))
                        .record(target.activations(), invented);
        if (run.isPresent()) {
            write(run.get(), RunJson.write(record), force);
        }
        if (page.isPresent()) {
            write(page.get(), ReportPage.html(record), force);
        }
    }

    private static Origin origin(Path model, QuantizationResult result, CommandSpec spec)
            throws IOException {
        ModelFile output = ModelFile.read(result.output());
        Map<String, String> made = output.model().metadata();
        return new Origin(
                command(spec),
                model.toString(),
                made.getOrDefault("vernier.model.sha256", ""),
                result.output().toString(),
                output.sha256(),
                made.getOrDefault("vernier.plan.sha256", ""),
                Optional.ofNullable(made.get("vernier.statistics.sha256")),
                Versions.vernier(),
                Versions.runtime(),
                System.getProperty("java.version"),
                ProcessorText.of(Processor.detect()));
    }

    private static String command(CommandSpec spec) {
        ParseResult whole = spec.root().commandLine().getParseResult();
        StringBuilder command = new StringBuilder("vernier");
        for (String word : whole.originalArgs()) {
            boolean plain = word.matches("[A-Za-z0-9_@%+=:,./-]+");
            command.append(' ').append(plain ? word : "'" + word.replace("'", "'\\''") + "'");
        }
        return command.toString();
    }

    static void write(Path output, String text, boolean force) throws IOException {
        OutputFile.write(output, force, text.getBytes(StandardCharsets.UTF_8));
    }
}
