package dev.vernier.cli;

import dev.vernier.exchange.TableFormat;
import dev.vernier.model.ModelFile;
import dev.vernier.statistics.StatisticsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command line of {@code vernier inspect}: what is in a model, statistics or a table. */
@Command(
        name = "inspect",
        header = {
            "Shows what is in an ONNX model, a statistics file or a calibration table of another tool,"
                    + " without running anything.",
            "",
            "Examples:",
            "  vernier inspect model.onnx",
            "  vernier inspect model.onnx --tensor conv1.weight",
            "  vernier inspect model.stats",
            "  vernier inspect model.stats --tensor image"
        },
        synopsisHeading = "%nUsage: ",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n")
final class InspectCommand implements Callable<Integer> {

    private static final int NAMES_SHOWN = 8;

    private final Session session;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
            index = "0",
            paramLabel = "FILE",
            description =
                    "An ONNX model, what vernier calibrate or merge wrote, or a calibration table of"
                            + " TensorRT or ONNX Runtime.")
    private Path file = Path.of("");

    @Option(
            names = "--tensor",
            paramLabel = "NAME",
            description =
                    "Draw how the values of this tensor are spread: one of a statistics file, or a"
                            + " constant of a model, which is shown by channel too.")
    private Optional<String> tensor = Optional.empty();

    @Option(names = "--ascii", description = "Use only ASCII characters.")
    private boolean ascii;

    InspectCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        Inventory inventory = inventory();
        if (session.settings().json()) {
            session.printJson("inspect", inventory.json());
        } else {
            session.print(inventory.text(session.style()));
        }
        return ExitCode.OK;
    }

    private Inventory inventory() throws IOException {
        if (StatisticsFile.isStatistics(file)) {
            return statistics(StatisticsFile.read(file));
        }
        Optional<TableFormat> table = TableFormat.of(file);
        if (table.isPresent()) {
            return new TableInventory(file, table.get(), table.get().read(file));
        }
        ModelFile model = ModelFile.read(file);
        return tensor.isPresent() ? constant(model, tensor.get()) : ModelInventory.of(model);
    }

    private Inventory statistics(StatisticsFile statistics) {
        if (tensor.isEmpty()) {
            return new StatisticsInventory(file, statistics);
        }
        String name = tensor.get();
        return statistics
                .tensor(name)
                .<Inventory>map(seen -> new TensorInventory(name, seen, unicode()))
                .orElseThrow(() -> unknown(name, statistics.tensors().keySet()));
    }

    private Inventory constant(ModelFile model, String name) {
        return ConstantInventory.of(model.model().graph(), name, unicode())
                .orElseThrow(() -> unknown(name, model.model().graph().initializers().keySet()));
    }

    private boolean unicode() {
        return session.console().terminal().unicode() && !ascii;
    }

    private ParameterException unknown(String name, Collection<String> known) {
        String names = String.join(", ", known.stream().limit(NAMES_SHOWN).toList());
        return new ParameterException(
                spec.commandLine(),
                "--tensor must be one of the %d in %s: %s%s; --tensor=%s"
                        .formatted(
                                known.size(),
                                file,
                                names,
                                known.size() > NAMES_SHOWN ? ", ..." : "",
                                name));
    }
}
