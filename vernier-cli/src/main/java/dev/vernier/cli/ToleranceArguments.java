package dev.vernier.cli;

import dev.vernier.Tolerance;
import picocli.CommandLine.Option;

/** The options that say what a model is not refused for. */
final class ToleranceArguments {

    /** What becomes of nodes that are quantized already. */
    enum Requantize {
        REFUSE("refuse"),
        SKIP_EXISTING("skip-existing");

        private final String option;

        Requantize(String option) {
            this.option = option;
        }

        /** As it is written on the command line, which picocli compares with. */
        @Override
        public String toString() {
            return option;
        }
    }

    @Option(
            names = "--skip-nonfinite-weights",
            description =
                    "Leave nodes in float whose weights hold NaN or infinity, instead of refusing"
                            + " the model.")
    private boolean skipNonFiniteWeights;

    @Option(
            names = "--requantize",
            paramLabel = "MODE",
            defaultValue = "refuse",
            description =
                    "A model that is quantized in part: refuse, or skip-existing to quantize the"
                            + " rest of it (default: ${DEFAULT-VALUE}).")
    private Requantize requantize = Requantize.REFUSE;

    Tolerance tolerance() {
        return Tolerance.NONE
                .withNonFiniteWeights(skipNonFiniteWeights)
                .withQuantizedParts(requantize == Requantize.SKIP_EXISTING);
    }
}
