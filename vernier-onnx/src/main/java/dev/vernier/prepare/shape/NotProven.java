package dev.vernier.prepare.shape;

/**
 * Thrown within this package where nothing can be said of a node's outputs: an input is unknown, or
 * the node contradicts itself. Costs no stack trace.
 */
final class NotProven extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotProven(String message) {
        super(message, null, false, false);
    }
}
