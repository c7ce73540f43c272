package dev.vernier.cli;

import dev.vernier.model.ModelFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The command line of {@code vernier inspect}: what is in a model. */
@Command(
        name = "inspect",
        header = {
            "Shows what is in an ONNX model, without running it.",
            "",
            "Example:",
            "  vernier inspect model.onnx"
        },
        synopsisHeading = "%nUsage: ",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n")
final class InspectCommand implements Callable<Integer> {

    private final Session session;

    @Parameters(index = "0", paramLabel = "MODEL", description = "An ONNX model.")
    private Path model = Path.of("");

    InspectCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        ModelInventory inventory = ModelInventory.of(ModelFile.read(model));
        if (session.settings().json()) {
            session.printJson("inspect", inventory.json());
        } else {
            session.print(inventory.text(session.style()));
        }
        return ExitCode.OK;
    }
}
