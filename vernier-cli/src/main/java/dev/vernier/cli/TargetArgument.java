package dev.vernier.cli;

import dev.vernier.target.Target;
import dev.vernier.target.Targets;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The option that names the runtime to quantize for. */
final class TargetArgument {

    @Option(
            names = "--target",
            paramLabel = "NAME|FILE",
            defaultValue = "onnxruntime-cpu",
            description =
                    "The runtime to quantize for, or a file that describes one; vernier target"
                            + " lists the names (default: ${DEFAULT-VALUE}).")
    private String name = "";

    /**
     * The target of this name, or of this file.
     *
     * @throws ParameterException if there is none
     * @throws dev.vernier.graph.ModelFormatException if the file describes none
     * @throws IOException if the file cannot be read
     */
    Target target(CommandLine line) throws IOException {
        return of(name, line);
    }

    static Target of(String nameOrFile, CommandLine line) throws IOException {
        try {
            return Targets.of(nameOrFile);
        } catch (IllegalArgumentException unknown) {
            throw new ParameterException(line, unknown.getMessage(), unknown);
        }
    }

    /** As it was given. */
    String name() {
        return name;
    }
}
