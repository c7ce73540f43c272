package dev.vernier.improve;

import dev.vernier.graph.Node;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;

/**
 * How a convolution reads its input: the geometry of Conv-11, all spatial axes in order.
 *
 * @param kernel lengths
 * @param strides steps between outputs
 * @param dilations steps inside the kernel
 * @param pads begins of all axes, then ends; not read with another {@code autoPad}
 * @param autoPad NOTSET, VALID, SAME_UPPER or SAME_LOWER
 */
public record Window(
        List<Long> kernel,
        List<Long> strides,
        List<Long> dilations,
        List<Long> pads,
        String autoPad) {

    public Window {
        kernel = List.copyOf(kernel);
        strides = List.copyOf(strides);
        dilations = List.copyOf(dilations);
        pads = List.copyOf(pads);
    }

    /**
     * The window of a Conv.
     *
     * @param weight lengths of the weight's axes: channels out, channels in of a group, kernel
     */
    static Window of(Node conv, List<Long> weight) {
        List<Long> kernel = weight.subList(2, weight.size());
        int axes = kernel.size();
        return new Window(
                kernel,
                conv.ints("strides").orElse(Collections.nCopies(axes, 1L)),
                conv.ints("dilations").orElse(Collections.nCopies(axes, 1L)),
                conv.ints("pads").orElse(Collections.nCopies(2 * axes, 0L)),
                conv.attribute("auto_pad", "NOTSET"));
    }

    int axes() {
        return kernel.size();
    }

    /** Kernel positions. */
    int positions() {
        return Math.toIntExact(kernel.stream().reduce(1L, Math::multiplyExact));
    }

    /** Outputs along a spatial axis of an input of this length. */
    long outputs(int axis, long length) {
        if (autoPad.startsWith("SAME")) {
            return (length + strides.get(axis) - 1) / strides.get(axis);
        }
        long padded = length + padding(axis, length);
        return Math.max(0, (padded - span(axis)) / strides.get(axis) + 1);
    }

    /** Zeros before the first element along an axis. */
    long before(int axis, long length) {
        return switch (autoPad) {
            case "SAME_UPPER" -> padding(axis, length) / 2;
            case "SAME_LOWER" -> (padding(axis, length) + 1) / 2;
            case "VALID" -> 0;
            default -> pads.get(axis);
        };
    }

    private long padding(int axis, long length) {
        if (autoPad.startsWith("SAME")) {
            long outputs = outputs(axis, length);
            return Math.max(0, (outputs - 1) * strides.get(axis) + span(axis) - length);
        }
        return autoPad.equals("VALID") ? 0 : pads.get(axis) + pads.get(axis + axes());
    }

    private long span(int axis) {
        return (kernel.get(axis) - 1) * dilations.get(axis) + 1;
    }

    /** The position along each axis of an index into them, row-major. */
    static long[] unravel(long index, long[] lengths) {
        long[] position = new long[lengths.length];
        long rest = index;
        for (int axis = lengths.length - 1; axis >= 0; axis--) {
            position[axis] = rest % lengths[axis];
            rest /= lengths[axis];
        }
        return position;
    }

    /** Outputs along all axes of an input of this shape, batch and channels left out. */
    long[] outputs(long[] shape) {
        return LongStream.range(0, axes())
                .map(axis -> outputs((int) axis, shape[(int) axis + 2]))
                .toArray();
    }
}
