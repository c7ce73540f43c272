package dev.vernier.cli;

import dev.vernier.cli.text.Table;
import dev.vernier.cli.text.Table.Align;
import dev.vernier.numeric.LinearScheme;
import dev.vernier.target.Target;
import dev.vernier.target.TargetJson;
import dev.vernier.target.Targets;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command line of {@code vernier target}: the targets there are, and each as a file. */
@Command(
        name = "target",
        header = {
            "Lists the targets, or prints one as the file that describes it.",
            "",
            "A file of your own names one to extend, and what differs; give it to --target.",
            "Printing it shows the whole target that it makes.",
            "",
            "Examples:",
            "  vernier target",
            "  vernier target onnxruntime-cpu",
            "  vernier target my-target.json"
        },
        synopsisHeading = "%nUsage: ",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n")
final class TargetCommand implements Callable<Integer> {

    private final Session session;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "0..1",
            paramLabel = "NAME|FILE",
            description = "The target to print (default: a list of all names).")
    private Optional<String> name = Optional.empty();

    TargetCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        if (name.isPresent()) {
            session.print(TargetJson.write(TargetArgument.of(name.get(), spec.commandLine())));
        } else if (session.settings().json()) {
            session.printJson("target", Map.of("targets", list()));
        } else {
            session.print(table());
        }
        return ExitCode.OK;
    }

    private static List<Map<String, Object>> list() {
        List<Map<String, Object>> targets = new ArrayList<>();
        for (Target target : Targets.all()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("name", target.name());
            json.put("activations", scheme(target.activations()));
            json.put("accumulation", target.accumulation().id());
            json.put("placement", target.placement().id());
            json.put("operators", target.operators().keySet());
            targets.add(json);
        }
        return targets;
    }

    private static String table() {
        Table table = Table.of(Align.LEFT, Align.LEFT, Align.LEFT, Align.LEFT, Align.RIGHT);
        table.row("target", "activations", "accumulation", "Q/DQ", "operators");
        for (Target target : Targets.all()) {
            table.row(
                    target.name(),
                    scheme(target.activations()),
                    target.accumulation().id(),
                    target.placement().id(),
                    String.valueOf(target.operators().size()));
        }
        return table.render("", "-");
    }

    private static String scheme(LinearScheme scheme) {
        return scheme.type() + " " + scheme.symmetry().name().toLowerCase(Locale.ROOT);
    }
}
