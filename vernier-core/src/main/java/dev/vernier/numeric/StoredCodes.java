package dev.vernier.numeric;

import java.nio.ByteBuffer;

/**
 * The codes of a tensor in the form that ONNX stores, made and read piece by piece.
 *
 * <p>Immutable and thread-safe, as the quantizers behind it are.
 */
sealed interface StoredCodes permits LinearCodes, CodeBookCodes {

    SliceLayout layout();

    CodeFormat format();

    /**
     * Appends to {@code target} the codes of the first {@code length} values, which are the
     * elements from {@code position} of the tensor on.
     *
     * @throws IllegalArgumentException if two codes share a byte and {@code position} is odd
     */
    void quantize(long position, float[] values, ByteBuffer target, int length);

    /** The way back: reads {@code length} codes from {@code source}. */
    void dequantize(long position, ByteBuffer source, float[] values, int length);

    /** A byte of two codes must not be cut. */
    static void checkEven(long position) {
        if (position % 2 != 0) {
            throw new IllegalArgumentException(
                    "position of 4-bit codes must be even; position=" + position);
        }
    }
}
