package dev.vernier.graph;

/**
 * A model file is not what it has to be: not ONNX, truncated, inconsistent, or naming data that it
 * must not name.
 *
 * <p>The message says what, where (file, node, tensor or byte offset) and why (the values).
 */
public final class ModelFormatException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ModelFormatException(String message) {
        super(message);
    }

    public ModelFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
