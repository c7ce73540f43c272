package dev.vernier.cli;

import dev.vernier.target.FloatType;
import dev.vernier.target.Target;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The option that lets float nodes run in half precision. */
final class RemainderArgument {

    @Option(
            names = "--float16",
            description =
                    "Let what is not in integers run in float16, on a target that does"
                            + " (tensorrt).")
    private boolean float16;

    /**
     * The type that was asked for, if any was.
     *
     * @throws ParameterException if the target does not run it
     */
    Optional<FloatType> remainder(Target target, CommandLine line) {
        if (float16 && !target.remainder().contains(FloatType.FLOAT16)) {
            throw new ParameterException(
                    line,
                    "--float16 must be for a target that runs float16, such as tensorrt; target="
                            + target.name());
        }
        return float16 ? Optional.of(FloatType.FLOAT16) : Optional.empty();
    }
}
