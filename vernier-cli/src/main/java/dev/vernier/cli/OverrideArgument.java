package dev.vernier.cli;

import dev.vernier.plan.SelectionException;
import dev.vernier.plan.TensorOverride;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The option that fixes how single values are quantized. */
final class OverrideArgument {

    @Option(
            names = "--override",
            paramLabel = "TENSOR=KEY=VALUE,...",
            description =
                    "Fix range=MIN:MAX or calibrator=NAME, type=TYPE or symmetry=affine|symmetric"
                            + " of one tensor. May be repeated.")
    private List<String> overrides = new ArrayList<>();

    /**
     * What the options say.
     *
     * @throws ParameterException if one cannot be read
     */
    TensorOverride[] overrides(CommandLine line) {
        try {
            return overrides.stream().map(TensorOverride::parse).toArray(TensorOverride[]::new);
        } catch (SelectionException malformed) {
            throw new ParameterException(line, malformed.getMessage(), malformed);
        }
    }

    boolean isGiven() {
        return !overrides.isEmpty();
    }
}
