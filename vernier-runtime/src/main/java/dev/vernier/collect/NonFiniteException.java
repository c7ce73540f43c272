package dev.vernier.collect;

import dev.vernier.data.DataException;
import java.nio.file.Path;

/** A tensor had values that are not finite, and they were not to be ignored. */
public final class NonFiniteException extends DataException {

    private static final long serialVersionUID = 1L;

    private final String tensor;
    private final String sample;

    NonFiniteException(String tensor, String sample, String message) {
        super(message);
        this.tensor = tensor;
        this.sample = sample;
    }

    /** The same refusal, naming the file of the model. */
    public NonFiniteException of(Path model) {
        NonFiniteException placed =
                new NonFiniteException(tensor, sample, model + ": " + getMessage());
        placed.initCause(this);
        return placed;
    }

    /** The first tensor, in the order of the graph, with such a value in the sample. */
    public String tensor() {
        return tensor;
    }

    /** The smallest name among the samples with such a value. */
    public String sample() {
        return sample;
    }
}
