package dev.vernier.calibrator;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;

/** The calibrators by name, in the order in which {@code auto} prefers equals. */
public final class Calibrators {

    private static final String PERCENTILE = "percentile:";

    /** What a percentile without a number means: the usual choice for activations. */
    private static final double USUAL_PERCENT = 99.99;

    private static final List<Calibrator> METHODS =
            List.of(
                    new MinMax(),
                    new MeanMinMax(),
                    new Percentile(USUAL_PERCENT),
                    new Entropy(),
                    new MeanSquaredError());

    private Calibrators() {}

    /** Every method with its usual parameter, without {@code auto}. */
    public static List<Calibrator> methods() {
        return METHODS;
    }

    /** For each tensor the method with the least expected error. */
    public static Calibrator automatic() {
        return new Automatic(METHODS);
    }

    /**
     * The calibrator of a name: that of one of {@link #methods}, {@code auto}, {@code percentile},
     * or {@code percentile:} and a number.
     *
     * @throws IllegalArgumentException if there is none; the message lists the names
     */
    public static Calibrator named(String name) {
        if (name.equals("auto")) {
            return automatic();
        }
        if (name.equals("percentile")) {
            return new Percentile(USUAL_PERCENT);
        }
        if (name.startsWith(PERCENTILE)) {
            return percentile(name);
        }
        return METHODS.stream()
                .filter(method -> method.name().equals(name))
                .findFirst()
                .orElseThrow(() -> unknown(name));
    }

    private static Calibrator percentile(String name) {
        try {
            String number = name.substring(PERCENTILE.length());
            return new Percentile(new BigDecimal(number).doubleValue()); // no 99d, no blanks
        } catch (NumberFormatException e) {
            throw unknown(name);
        }
    }

    private static IllegalArgumentException unknown(String name) {
        String names = METHODS.stream().map(Calibrator::name).collect(Collectors.joining(", "));
        return new IllegalArgumentException(
                "calibrator must be auto, %s or percentile:NUMBER; calibrator=%s"
                        .formatted(names, name));
    }
}
