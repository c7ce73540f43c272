package dev.vernier.target;

import java.util.Locale;

/** Whether an integer kernel for a weighted operator needs QuantizeLinear behind it. */
public enum OutputForm {
    /** The kernel exists only with a quantized output. */
    INTEGER,
    /** The kernel writes float; quantizing its output gains nothing. */
    FLOAT,
    /** The kernel writes either; integer where everything behind it reads integers. */
    EITHER;

    /** As target files spell it. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
