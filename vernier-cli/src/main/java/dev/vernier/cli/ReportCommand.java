package dev.vernier.cli;

import dev.vernier.data.DataException;
import dev.vernier.model.OutputFile;
import dev.vernier.report.ReportPage;
import dev.vernier.report.RunJson;
import dev.vernier.report.RunRecord;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command line of {@code vernier report}: a saved run becomes a page. */
@Command(
        name = "report",
        header = {
            "Writes the report of a quantization as one HTML page.",
            "",
            "Examples:",
            "  vernier quantize model.onnx --data calibration.npz --run-out run.json",
            "  vernier report run.json -o report.html"
        },
        synopsisHeading = "%nUsage: ",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n")
final class ReportCommand implements Callable<Integer> {

    private final Session session;

    @Parameters(
            index = "0",
            paramLabel = "RUN",
            description = "The run record that vernier quantize --run-out wrote.")
    private Path run = Path.of("");

    @Option(
            names = {"-o", "--output"},
            paramLabel = "HTML",
            description = "The page to write (default: RUN with .html for .json).")
    private Optional<Path> output = Optional.empty();

    @Option(names = "--force", description = "Replace a file that exists.")
    private boolean force;

    ReportCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        Path page = output();
        OutputFile.requireWritable(page, force);
        RunRecord record = read();
        ReportArguments.write(page, ReportPage.html(record), force);
        if (session.settings().json()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("run", run.toString());
            json.put("output", page.toString());
            json.put("verdict", record.verdict().level().name().toLowerCase(Locale.ROOT));
            json.put("layers", record.layers().size());
            session.printJson("report", json);
        } else {
            session.print(
                    "%s\n  %s %s\n"
                            .formatted(
                                    session.style().bold(run + " -> " + page),
                                    record.verdict().sentence(),
                                    Figures.count(record.layers().size(), "layer")));
        }
        return ExitCode.OK;
    }

    private RunRecord read() throws IOException {
        try {
            return RunJson.read(run.toString(), Files.readString(run));
        } catch (CharacterCodingException e) {
            throw new DataException(run + ": run record must be UTF-8 text", e);
        }
    }

    private Path output() {
        String name = String.valueOf(run.getFileName());
        String stem = name.endsWith(".json") ? name.substring(0, name.length() - 5) : name;
        return output.orElseGet(() -> run.resolveSibling(stem + ".html"));
    }
}
