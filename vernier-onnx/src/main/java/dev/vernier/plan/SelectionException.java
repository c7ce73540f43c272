package dev.vernier.plan;

/** A selection of nodes that cannot be read, or that a model has nothing for. */
public final class SelectionException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    public SelectionException(String message) {
        super(message);
    }
}
