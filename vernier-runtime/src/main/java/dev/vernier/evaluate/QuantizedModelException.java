package dev.vernier.evaluate;

/**
 * A quantized model did not stand the comparison: it gave NaN or infinity, or another shape, where
 * the float model did not. Such a model is not written.
 *
 * <p>The message names output and sample.
 */
public final class QuantizedModelException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    QuantizedModelException(String message) {
        super(message);
    }
}
