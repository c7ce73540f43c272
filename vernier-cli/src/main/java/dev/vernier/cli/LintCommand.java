package dev.vernier.cli;

import dev.vernier.lint.Finding;
import dev.vernier.lint.Linter;
import dev.vernier.lint.Severity;
import dev.vernier.model.ModelFile;
import dev.vernier.target.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command line of {@code vernier lint}: what a target has against a quantized model. */
@Command(
        name = "lint",
        header = {
            "Looks through a quantized model for what a target rejects or runs slowly.",
            "",
            "Takes models of any tool. Exits with 1 if there is an error.",
            "",
            "Examples:",
            "  vernier lint model.int8.onnx --target tensorrt",
            "  vernier lint model.int8.onnx --target portable-cpu"
        },
        synopsisHeading = "%nUsage: ",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n")
final class LintCommand implements Callable<Integer> {

    private static final int SHOWN_NODES = 3;

    private final Session session;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "MODEL", description = "A quantized ONNX model.")
    private Path model = Path.of("");

    @Mixin private TargetArgument target = new TargetArgument();

    @Option(names = "--all", description = "Show every node, not the first few of each rule.")
    private boolean all;

    LintCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        Target runtime = target.target(spec.commandLine());
        List<Finding> findings = Linter.lint(ModelFile.read(model).model().graph(), runtime);
        if (session.settings().json()) {
            session.printJson("lint", json(findings, runtime));
        } else {
            session.print(text(findings, runtime));
        }
        return count(findings, Severity.ERROR) == 0 ? ExitCode.OK : ExitCode.GATE_FAILED;
    }

    private Map<String, Object> json(List<Finding> findings, Target runtime) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("model", model.toString());
        json.put("target", runtime.name());
        json.put("errors", count(findings, Severity.ERROR));
        json.put("warnings", count(findings, Severity.WARNING));
        json.put("findings", findings);
        return json;
    }

    private String text(List<Finding> findings, Target runtime) {
        StringBuilder text = new StringBuilder();
        text.append(session.style().bold(model + " for " + runtime.name())).append('\n');
        if (findings.isEmpty()) {
            return text.append("  nothing found\n").toString();
        }
        Map<String, List<Finding>> byRule =
                findings.stream()
                        .collect(
                                Collectors.groupingBy(
                                        Finding::rule, LinkedHashMap::new, Collectors.toList()));
        byRule.forEach((rule, found) -> append(rule, found, text));
        return text.append("\n  ")
                .append(Figures.count(count(findings, Severity.ERROR), "error"))
                .append(", ")
                .append(Figures.count(count(findings, Severity.WARNING), "warning"))
                .append('\n')
                .toString();
    }

    private void append(String rule, List<Finding> found, StringBuilder text) {
        String severity = found.get(0).severity().name().toLowerCase(Locale.ROOT);
        boolean error = found.get(0).severity() == Severity.ERROR;
        String title = severity + " " + rule;
        text.append("\n  ").append(error ? session.style().red(title) : title).append('\n');
        int shown = all ? found.size() : Math.min(found.size(), SHOWN_NODES);
        for (Finding finding : found.subList(0, shown)) {
            text.append("    ")
                    .append(finding.node())
                    .append(": ")
                    .append(finding.why())
                    .append('\n');
        }
        if (shown < found.size()) {
            text.append("    and ")
                    .append(Figures.count(found.size() - shown, "more node"))
                    .append(" (--all)\n");
        }
        text.append("    fix: ").append(found.get(0).fix()).append('\n');
    }

    private static int count(List<Finding> findings, Severity severity) {
        return (int) findings.stream().filter(f -> f.severity() == severity).count();
    }
}
