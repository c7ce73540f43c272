package dev.vernier.evaluate;

import java.util.Arrays;
import java.util.Optional;

/**
 * The smallest shape that holds two tensors of the same rank whose lengths depend on values: boxes
 * that were selected, tokens up to the last one. What one of them lacks counts as zero.
 */
final class CommonShape {

    private final int[] lengths;

    private CommonShape(int[] lengths) {
        this.lengths = lengths;
    }

    /** Empty if the ranks differ, or the shape has more elements than an array. */
    static Optional<CommonShape> of(long[] one, long[] other) {
        if (one.length != other.length) {
            return Optional.empty();
        }
        int[] lengths = new int[one.length];
        long elements = 1;
        for (int axis = 0; axis < lengths.length; axis++) {
            lengths[axis] = (int) Math.max(one[axis], other[axis]);
            elements *= lengths[axis];
            if (elements > Integer.MAX_VALUE) {
                return Optional.empty();
            }
        }
        return Optional.of(new CommonShape(lengths));
    }

    /** The elements of a tensor where they stand in this shape, and zeros. */
    float[] place(float[] values, long[] shape) {
        float[] placed = new float[Arrays.stream(lengths).reduce(1, (a, b) -> a * b)];
        int rank = shape.length;
        int row = rank == 0 ? 1 : (int) shape[rank - 1];
        for (int from = 0; from < values.length; from += row) {
            System.arraycopy(values, from, placed, position(from, shape), row);
        }
        return placed;
    }

    /** Where the element at a position of the tensor stands in this shape. */
    private int position(int from, long[] shape) {
        int position = 0;
        int rest = from;
        int stride = 1;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            int length = (int) shape[axis];
            position += rest % length * stride;
            rest /= length;
            stride *= lengths[axis];
        }
        return position;
    }
}
