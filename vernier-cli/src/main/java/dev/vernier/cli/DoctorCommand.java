package dev.vernier.cli;

import dev.vernier.cli.text.Table;
import dev.vernier.cli.text.Table.Align;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** The command line of {@code vernier doctor}: what this machine can do. */
@Command(
        name = "doctor",
        header = {
            "Tells what this machine can do: processor, integer kernels, Java, libraries, memory.",
            "",
            "Exits with 1 if something that is needed does not work.",
            "",
            "Example:",
            "  vernier doctor"
        },
        synopsisHeading = "%nUsage: ",
        optionListHeading = "%nOptions:%n")
final class DoctorCommand implements Callable<Integer> {

    private final Session session;

    DoctorCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        List<MachineCheck> checks = MachineCheck.all();
        boolean well = checks.stream().noneMatch(check -> check.state() == MachineCheck.State.BAD);
        if (session.settings().json()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("well", well);
            json.put("checks", checks);
            session.printJson("doctor", json);
        } else {
            Table table = Table.of(Align.LEFT, Align.LEFT, Align.LEFT);
            checks.forEach(check -> table.row(mark(check), check.name(), check.found()));
            session.print(table.render(""));
        }
        return well ? ExitCode.OK : ExitCode.GATE_FAILED;
    }

    private String mark(MachineCheck check) {
        return switch (check.state()) {
            case GOOD -> session.style().green("ok");
            case NOTE -> session.style().blue("note");
            case BAD -> session.style().red("bad");
        };
    }
}
