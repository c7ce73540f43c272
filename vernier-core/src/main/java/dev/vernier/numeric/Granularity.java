package dev.vernier.numeric;

/**
 * Which elements of a tensor share a scale and zero point, equation (10).
 *
 * <p>Those that do are a slice; {@link #layout} says which slice each element of a shape belongs
 * to.
 */
public sealed interface Granularity {

    /** The slices of a tensor of this shape, row-major; an axis must exist in the shape. */
    SliceLayout layout(long... shape);

    /** One slice: the whole tensor. */
    record PerTensor() implements Granularity {
        @Override
        public SliceLayout layout(long... shape) {
            return SliceLayout.whole(Shape.elements(shape));
        }
    }

    /**
     * One slice for each index of an axis.
     *
     * @param axis counted from 0
     */
    record PerChannel(int axis) implements Granularity {
        public PerChannel {
            Shape.checkAxis(axis);
        }

        @Override
        public SliceLayout layout(long... shape) {
            return SliceLayout.channels(
                    Shape.before(axis, shape), Shape.at(axis, shape), Shape.after(axis, shape));
        }
    }

    /**
     * One slice for each run of {@code size} elements along an axis, at each position of the other
     * axes; the last run may be shorter. Slices are numbered as ONNX's blocked scales, row-major.
     *
     * @param axis counted from 0
     */
    record PerBlock(int axis, int size) implements Granularity {
        public PerBlock {
            Shape.checkAxis(axis);
            if (size < 1) {
                throw new IllegalArgumentException("block size must be at least 1; size=" + size);
            }
        }

        @Override
        public SliceLayout layout(long... shape) {
            return SliceLayout.blocks(
                    Shape.before(axis, shape),
                    Shape.at(axis, shape),
                    Shape.after(axis, shape),
                    size);
        }
    }
}
