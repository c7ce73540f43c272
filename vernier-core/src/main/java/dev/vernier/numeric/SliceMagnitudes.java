package dev.vernier.numeric;

import dev.vernier.kernel.MagnitudeKernel;

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
        layout.forEachRun(
                0,
                values.length,
                (from, length, slice, step) -> {
                    if (step == 0) {
                        largest[slice] =
                                MagnitudeKernel.largest(values, from, length, largest[slice]);
                    } else {
                        MagnitudeKernel.raise(values, from, length, largest, slice);
                    }
                });
        return largest;
    }
}
