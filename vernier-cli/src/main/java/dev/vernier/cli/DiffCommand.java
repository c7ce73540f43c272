package dev.vernier.cli;

import dev.vernier.PlanFiles;
import dev.vernier.diff.Difference;
import dev.vernier.graph.ModelFormatException;
import dev.vernier.model.ModelFile;
import dev.vernier.statistics.StatisticsFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command line of {@code vernier diff}: two files of one kind in, what differs out. */
@Command(
        name = "diff",
        header = {
            "Tells what differs between two models, two plans or two statistics files.",
            "",
            "Which nodes run in integers, scales and zero points, weights, metadata; by name.",
            "Models may be of any tool. Exits with 0 if nothing differs, else with 1.",
            "",
            "Examples:",
            "  vernier diff monday.int8.onnx tuesday.int8.onnx",
            "  vernier diff plan.json edited.json --all"
        },
        synopsisHeading = "%nUsage: ",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n")
final class DiffCommand implements Callable<Integer> {

    /** What a file is, by its content. */
    private enum Kind {
        MODEL("model"),
        PLAN("plan"),
        STATISTICS("statistics file");

        private final String title;

        Kind(String title) {
            this.title = title;
        }
    }

    private static final int LOOKED_AT = 64;

    private final Session session;

    @Parameters(index = "0", paramLabel = "A", description = "A model, plan or statistics file.")
    private Path first = Path.of("");

    @Parameters(index = "1", paramLabel = "B", description = "Another one of the same kind.")
    private Path second = Path.of("");

    @Option(names = "--all", description = "Show all that differs, not the first of each kind.")
    private boolean all;

    DiffCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        Kind kind = kind(first);
        if (kind(second) != kind) {
            throw new ModelFormatException(
                    "files must be of one kind; %s is a %s, %s a %s"
                            .formatted(first, kind.title, second, kind(second).title));
        }
        Difference difference = difference(kind);
        if (session.settings().json()) {
            session.printJson("diff", json(kind, difference));
        } else {
            session.print(
                    session.style().bold(first + " -> " + second)
                            + "\n"
                            + new DiffText(difference, all).text());
        }
        return difference.isEmpty() ? ExitCode.OK : ExitCode.GATE_FAILED;
    }

    private Difference difference(Kind kind) throws IOException {
        return switch (kind) {
            case MODEL ->
                    Difference.of(ModelFile.read(first).model(), ModelFile.read(second).model());
            case PLAN -> Difference.of(PlanFiles.read(first), PlanFiles.read(second));
            case STATISTICS ->
                    Difference.of(StatisticsFile.read(first), StatisticsFile.read(second));
        };
    }

    private static Kind kind(Path file) throws IOException {
        if (StatisticsFile.isStatistics(file)) {
            return Kind.STATISTICS;
        }
        try (InputStream in = Files.newInputStream(file)) {
            String start = new String(in.readNBytes(LOOKED_AT), StandardCharsets.UTF_8);
            return start.stripLeading().startsWith("{") ? Kind.PLAN : Kind.MODEL;
        }
    }

    private Map<String, Object> json(Kind kind, Difference difference) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("first", first.toString());
        json.put("second", second.toString());
        json.put("kind", kind.title);
        json.put("same", difference.isEmpty());
        json.put("nodes", difference.nodes());
        json.put("placement", difference.placement());
        json.put("values", difference.values());
        json.put("scales", difference.scales());
        json.put("constants", difference.constants());
        json.put("weights", difference.weights());
        json.put("facts", difference.facts());
        return json;
    }
}
