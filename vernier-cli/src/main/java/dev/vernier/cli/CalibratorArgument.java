package dev.vernier.cli;

import dev.vernier.calibrator.Calibrator;
import dev.vernier.calibrator.Calibrators;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The option that names how ranges are chosen. */
final class CalibratorArgument {

    @Option(
            names = "--calibrator",
            paramLabel = "NAME",
            defaultValue = "auto",
            description =
                    "How ranges are chosen: min-max, mean-min-max, percentile[:P], entropy,"
                            + " mean-squared-error, or auto: for each tensor the one with the least"
                            + " expected error (default: ${DEFAULT-VALUE}).")
    private String name = "";

    /**
     * The calibrator of this name.
     *
     * @throws ParameterException if there is none
     */
    Calibrator calibrator(CommandLine line) {
        try {
            return Calibrators.named(name);
        } catch (IllegalArgumentException unknown) {
            throw new ParameterException(line, unknown.getMessage(), unknown);
        }
    }
}
