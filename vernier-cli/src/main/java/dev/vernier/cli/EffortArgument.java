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
                            + " (equalization, ranges by the error behind each layer, outliers in"
                            + " float, second-order rounding of convolutions, bias correction),"
                            + " best (rounding of all layers, and more tries); each step is kept"
                            + " only"
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
