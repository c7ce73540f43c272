package dev.vernier.numeric;

import dev.vernier.kernel.ParallelChunks;
import java.util.Objects;

/**
 * Cuts a piece of a tensor into runs that kernels can take, and checks beforehand that the piece
 * lies within the tensor and the arrays.
 *
 * <p>Long pieces are handed out to the common pool. Immutable and thread-safe.
 */
record TensorRuns(SliceLayout layout) {

    /**
     * Visits the runs of {@code length} elements from {@code position} of the tensor on; offsets
     * count from there.
     */
    void forEach(long position, int length, SliceLayout.RunVisitor visitor) {
        ParallelChunks.run(
                length,
                (from, n) ->
                        layout.forEachRun(
                                position + from,
                                n,
                                (at, run, slice, step) ->
                                        visitor.visit(from + at, run, slice, step)));
    }

    /**
     * Refuses an array that is not the whole tensor.
     *
     * @throws IllegalArgumentException if it has more or fewer elements
     */
    void requireWhole(int length) {
        if (length != layout.elements()) {
            throw new IllegalArgumentException(
                    "elements must be as many as the tensor's; elements="
                            + length
                            + ", tensor="
                            + layout.elements());
        }
    }

    /**
     * Refuses a piece that leaves the source, the target or the tensor.
     *
     * @throws IndexOutOfBoundsException if it does
     */
    void requireWithin(
            long position, int sourceLength, int from, int targetLength, int to, int length) {
        Objects.checkFromIndexSize(from, length, sourceLength);
        Objects.checkFromIndexSize(to, length, targetLength);
        Objects.checkFromIndexSize(position, (long) length, layout.elements());
    }
}
