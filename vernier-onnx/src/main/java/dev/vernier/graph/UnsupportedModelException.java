package dev.vernier.graph;

/**
 * A model is valid but cannot be handled as asked: already quantized, of an operator set that
 * cannot be converted, or in need of something that is missing.
 *
 * <p>The message says what, where, why and how to go on.
 */
public final class UnsupportedModelException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnsupportedModelException(String message) {
        super(message);
    }

    public UnsupportedModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
