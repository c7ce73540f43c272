package dev.vernier.target;

import java.util.Locale;

/** How fine the scales of a weight may be. */
public enum WeightGranularity {
    /** A scale for each output channel, wherever the operator's kernel takes that. */
    PER_CHANNEL,
    /** One scale for the whole weight. */
    PER_TENSOR;

    /** As target files spell it. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
