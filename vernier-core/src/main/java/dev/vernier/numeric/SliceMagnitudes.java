package dev.vernier.numeric;

import dev.vernier.kernel.MagnitudeKernel;
import java.util.Objects;

/**
 * The largest magnitude of each slice of a tensor: the α of equation (6) for each scale of equation
 * (10).
 *
 * <p>A slice that holds NaN has NaN, one that holds an infinity and no NaN has infinity, one
 * without elements 0. Stateless; one pass.
 */
public final class SliceMagnitudes {

    private SliceMagnitudes() {}

    /**
     * The largest magnitude of each slice.
     *
     * @param values the whole tensor, row-major
     * @throws IllegalArgumentException if there are not as many values as the layout has elements
     */
    public static float[] of(SliceLayout layout, float[] values) {
        if (values.length != layout.elements()) {
            throw new IllegalArgumentException(
                    "values must be as many as the tensor's; values="
                            + values.length
                            + ", tensor="
                            + layout.elements());
        }
        float[] largest = new float[layout.slices()];
        raise(layout, 0, values, values.length, largest);
        return largest;
    }

    /**
     * Raises {@code largest}, one a slice, to the magnitudes of some neighbouring elements, so that
     * a tensor can pass in pieces, in any order.
     *
     * @param position the index of the first of {@code values} in the flattened tensor
     * @param length how many of {@code values} to take
     */
    public static void raise(
            SliceLayout layout, long position, float[] values, int length, float[] largest) {
        Objects.checkFromIndexSize(position, (long) length, layout.elements());
        layout.forEachRun(
                position,
                length,
                (from, run, slice, step) -> {
                    if (step == 0) {
                        largest[slice] = MagnitudeKernel.largest(values, from, run, largest[slice]);
                    } else {
                        MagnitudeKernel.raise(values, from, run, largest, slice);
                    }
                });
    }
}
