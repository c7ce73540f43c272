package dev.vernier.prepare.shape;

import dev.vernier.graph.Node;
import java.util.List;
import java.util.Optional;

/**
 * How a window moves along one axis.
 *
 * @param reach elements from the first to the last under the window
 * @param stride how far it moves
 * @param padding elements added at both ends together
 * @param extra elements that a transposed convolution adds
 * @param autoPad how padding is chosen instead: NOTSET, VALID, SAME_UPPER or SAME_LOWER
 * @param roundsUp whether a last window that is only partly covered counts
 */
record Window(long reach, long stride, long padding, long extra, String autoPad, boolean roundsUp) {

    static Window of(Node node, List<Long> kernel, int axis) {
        long dilation = at(node, "dilations", axis, 1);
        return new Window(
                dilation * (kernel.get(axis) - 1) + 1,
                at(node, "strides", axis, 1),
                at(node, "pads", axis, 0) + at(node, "pads", axis + kernel.size(), 0),
                at(node, "output_padding", axis, 0),
                node.attribute("auto_pad", "NOTSET"),
                node.attribute("ceil_mode", 0) != 0);
    }

    private static long at(Node node, String attribute, int index, long otherwise) {
        Optional<List<Long>> values = node.ints(attribute);
        if (values.isEmpty()) {
            return otherwise;
        }
        if (index >= values.get().size()) {
            throw new NotProven(attribute + " must be one an axis; values=" + values.get());
        }
        return values.get().get(index);
    }

    /** How many windows there are over a length. */
    Optional<Expression> over(Expression length) {
        if (autoPad.startsWith("SAME")) {
            return Optional.of(length.plus(stride - 1).floorDividedBy(stride));
        }
        if (roundsUp && stride != 1) {
            return Optional.empty();
        }
        long added = autoPad.equals("VALID") ? 0 : padding;
        return Optional.of(length.plus(added - reach).floorDividedBy(stride).plus(1));
    }

    /** The length that so many windows make when they are laid out again. */
    Optional<Expression> under(Expression windows) {
        if (autoPad.startsWith("SAME")) {
            return Optional.of(windows.times(stride));
        }
        long removed = autoPad.equals("VALID") ? 0 : padding;
        return Optional.of(windows.plus(-1).times(stride).plus(reach + extra - removed));
    }
}
