package dev.vernier.cli;

import dev.vernier.improve.Effort;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The option that says how much time may go into accuracy. */
final class EffortArgument {

    @Option(
            names = "--effort",
            paramLabel = "LEVEL",
            defaultValue = "balanced",
            description =
                    "How much time may go into accuracy: fast (calibrated ranges only), balanced"
                            + " (ranges by the error behind each layer, bias correction), best"
                            + " (also rounding by second-order information); each step is kept only"
                            + " if it helps on samples that were held out; with --stats or --plan"
                            + " there are none, and nothing is tried (default:"
                            + " ${DEFAULT-VALUE}).")
    private String name = "";

    /**
     * The level of this name.
     *
     * @throws ParameterException if there is none
     */
    Effort effort(CommandLine line) {
        return Effort.named(name)
                .orElseThrow(
                        () ->
                                new ParameterException(
                                        line,
                                        "--effort must be fast, balanced or best; effort=" + name));
    }
}
