package dev.vernier.numeric;

/**
 * Which slice each element of a row-major tensor belongs to, equation (10).
 *
 * <p>The tensor is seen as (outer, axis, inner). The slice of element (o, a, i) is o · outerStride
 * + (a / block) · axisStride + i · innerStride.
 *
 * @param outer product of the dimensions before the axis
 * @param axis length of the axis
 * @param inner product of the dimensions after the axis
 * @param block neighbours along the axis that share a slice
 * @param slices how many there are
 */
public record SliceLayout(
        long outer,
        long axis,
        long inner,
        long block,
        long outerStride,
        long axisStride,
        long innerStride,
        int slices) {

    public SliceLayout {
        if (block < 1 || slices < 0) {
            throw new IllegalArgumentException(
                    "block must be at least 1 and slices at least 0; block="
                            + block
                            + ", slices="
                            + slices);
        }
        Shape.elements(outer, axis, inner); // refuses an overflow
    }

    /** Receives neighbours whose slices are {@code slice}, {@code slice + step}, ... */
    @FunctionalInterface
    interface RunVisitor {
        /**
         * Takes the next run.
         *
         * @param offset of the first element, counted from the position asked for
         * @param step 0 if all elements share the slice, 1 if each has the next one
         */
        void visit(int offset, int length, int slice, int step);
    }

    static SliceLayout whole(long elements) {
        return new SliceLayout(1, 1, elements, 1, 0, 0, 0, 1);
    }

    static SliceLayout channels(long outer, long channels, long inner) {
        return new SliceLayout(outer, channels, inner, 1, 0, 1, 0, count(channels));
    }

    static SliceLayout blocks(long outer, long axis, long inner, int size) {
        long blocks = axis / size + (axis % size == 0 ? 0 : 1);
        long stride = blocks * inner;
        return new SliceLayout(outer, axis, inner, size, stride, inner, 1, count(outer * stride));
    }

    private static int count(long slices) {
        if (slices > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("slices must be fewer than 2^31; slices=" + slices);
        }
        return (int) slices;
    }

    public long elements() {
        return outer * axis * inner;
    }

    /** The slice of the element at {@code position} of the flattened tensor. */
    public int sliceOf(long position) {
        long row = position / inner;
        return (int)
                (row / axis * outerStride
                        + row % axis / block * axisStride
                        + position % inner * innerStride);
    }

    /** Splits {@code length} elements from {@code position} on into runs that kernels can take. */
    void forEachRun(long position, int length, RunVisitor visitor) {
        int done = 0;
        while (done < length) {
            long at = position + done;
            int run = (int) Math.min(runLength(at), length - done);
            visitor.visit(done, run, sliceOf(at), runStep());
            done += run;
        }
    }

    /** With an inner size of 1 a run goes along the axis, else along the inner dimensions. */
    private long runLength(long position) {
        if (inner > 1) {
            return inner - position % inner;
        }
        long along = position % axis;
        return Math.min(block > 1 ? block - along % block : axis, axis - along);
    }

    private int runStep() {
        if (inner > 1) {
            return (int) innerStride;
        }
        return block > 1 ? 0 : (int) axisStride;
    }
}
