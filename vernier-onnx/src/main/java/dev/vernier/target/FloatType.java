package dev.vernier.target;

import java.util.Locale;

/** The type that all runs in what is not in integers. */
public enum FloatType {
    FLOAT32,
    FLOAT16;

    /** The operator set whose QuantizeLinear takes values of this type. */
    public long minimumOpset() {
        return this == FLOAT16 ? 19 : 10;
    }

    /** As target files, plans and the command line spell it. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
