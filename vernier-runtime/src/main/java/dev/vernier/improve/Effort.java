package dev.vernier.improve;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How much time may go into accuracy; each level does what the one before does, and more.
 *
 * <p>Times are for a sentence-embedding model of 22 million weights and 64 sentences on two cores;
 * the documentation has more.
 */
public enum Effort {
    /** Calibrated ranges only: nothing is run again. */
    FAST,

    /** Also what needs one more pass over the samples and few tries: some 4 seconds. */
    BALANCED,

    /** Also rounding of all weights with second-order information, and more tries: 24 seconds. */
    BEST;

    /** The methods, in the order in which they are tried. */
    public List<Step> steps() {
        return switch (this) {
            case FAST -> List.of();
            case BALANCED ->
                    List.of(
                            new Equalization(),
                            new Smoothing(),
                            new CurveEqualization(),
                            new ActivationRanges(),
                            new WeightRanges(),
                            new OutlierLayers(),
                            Rounding.ofConvolutions(),
                            new BiasCorrection());
            case BEST ->
                    List.of(
                            new Equalization(),
                            new Smoothing(),
                            new CurveEqualization(),
                            new ActivationRanges(),
                            new WeightRanges(),
                            new OutlierLayers(),
                            Rounding.ofAll(),
                            new BiasCorrection());
        };
    }

    /** How often a step may be measured in the whole model. */
    int tries() {
        return this == BEST ? 24 : 6;
    }

    /** As the command line spells it. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The level of this name. */
    public static Optional<Effort> named(String id) {
        return List.of(values()).stream().filter(effort -> effort.id().equals(id)).findFirst();
    }
}
