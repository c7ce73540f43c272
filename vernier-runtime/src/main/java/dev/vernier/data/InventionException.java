package dev.vernier.data;

import dev.vernier.graph.ValueInfo;
import java.nio.file.Path;

/** A model takes an input that no sample can be invented for. */
public final class InventionException extends DataException {

    private static final long serialVersionUID = 1L;

    /**
     * @param input the input of the model
     * @param rule what it must be
     */
    InventionException(ValueInfo input, String rule) {
        this(
                "input must %s to be invented; input=%s; pass real samples with --data"
                        .formatted(rule, input));
    }

    private InventionException(String message) {
        super(message);
    }

    /** The same refusal, naming the file of the model. */
    public InventionException of(Path model) {
        InventionException placed = new InventionException(model + ": " + getMessage());
        placed.initCause(this);
        return placed;
    }
}
