package dev.vernier.cli;

import dev.vernier.target.Target;
import dev.vernier.target.Targets;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The option that names the runtime to quantize for. */
final class TargetArgument {

    @Option(
            names = "--target",
            paramLabel = "NAME",
            defaultValue = "onnxruntime-cpu",
            description = "The runtime to quantize for (default: ${DEFAULT-VALUE}).")
    private String name = "";

    /**
     * The target of this name.
     *
     * @throws ParameterException if there is none
     */
    Target target(CommandLine line) {
        try {
            return Targets.named(name);
        } catch (IllegalArgumentException unknown) {
            throw new ParameterException(line, unknown.getMessage(), unknown);
        }
    }

    String name() {
        return name;
    }
}
