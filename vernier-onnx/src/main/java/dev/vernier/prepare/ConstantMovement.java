package dev.vernier.prepare;

import dev.vernier.graph.Dimension;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Node;
import dev.vernier.graph.Shape;
import dev.vernier.graph.Tensor;
import dev.vernier.model.Weights;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Constants whose elements get other places or only other axes, whatever their type. */
final class ConstantMovement {

    private ConstantMovement() {}

    /** The lengths of a shape, if all are numbers. */
    static Optional<List<Long>> lengths(Shape shape) {
        return shape.elements().isEmpty()
                ? Optional.empty()
                : Optional.of(
                        shape.dimensions().stream()
                                .map(length -> ((Dimension.Fixed) length).length())
                                .toList());
    }

    /** The same elements, wherever they are, under another shape. */
    static Optional<Tensor> reshape(Node node, List<Tensor> inputs, List<Long> dimensions) {
        Tensor input = inputs.get(0);
        long elements = dimensions.stream().reduce(1L, Math::multiplyExact);
        return elements == input.elements()
                ? Optional.of(
                        new Tensor(
                                node.output(),
                                input.type(),
                                dimensions,
                                input.data(),
                                input.extras()))
                : Optional.empty();
    }

    static Optional<Tensor> transpose(Node node, List<Tensor> inputs, List<Long> dimensions) {
        Tensor input = inputs.get(0);
        int width = input.type().bits() / 8;
        if (!isMovable(input, inputs)) {
            return Optional.empty();
        }
        List<Integer> order = new ArrayList<>();
        for (int axis = input.rank() - 1; axis >= 0; axis--) {
            order.add(axis);
        }
        node.ints("perm")
                .ifPresent(p -> Collections.copy(order, p.stream().map(Math::toIntExact).toList()));
        long[] steps = steps(input);
        long[] strides = order.stream().mapToLong(axis -> steps[axis]).toArray();
        byte[] moved = new byte[Math.toIntExact(width * input.elements())];
        new Walk(Weights.bytes(input), moved, width, dimensions, strides).copy(0, 0);
        return tensor(node, input.type(), dimensions, moved);
    }

    /** Bytes from one element of an axis to the next. */
    private static long[] steps(Tensor tensor) {
        long[] steps = new long[tensor.rank()];
        long step = tensor.type().bits() / 8;
        for (int axis = tensor.rank() - 1; axis >= 0; axis--) {
            steps[axis] = step;
            step *= tensor.dimensions().get(axis);
        }
        return steps;
    }

    /** Bounds as inputs, Slice-10 and newer, and steps forwards. */
    static Optional<Tensor> slice(Node node, List<Tensor> inputs, List<Long> dimensions) {
        Tensor input = inputs.get(0);
        if (inputs.size() < 3 || !isMovable(input, inputs)) {
            return Optional.empty();
        }
        long[] starts = Weights.longs(inputs.get(1));
        long[] ends = Weights.longs(inputs.get(2));
        long[] strides = steps(input);
        List<Long> lengths = new ArrayList<>(input.dimensions());
        long from = 0;
        for (int i = 0; i < starts.length; i++) {
            long named = inputs.size() > 3 ? Weights.longs(inputs.get(3))[i] : i;
            long step = inputs.size() > 4 ? Weights.longs(inputs.get(4))[i] : 1;
            int axis = (int) (named < 0 ? named + input.rank() : named);
            long length = input.dimensions().get(axis);
            long start = within(starts[i], length);
            if (step < 1) {
                return Optional.empty();
            }
            lengths.set(axis, Math.max(0, (within(ends[i], length) - start + step - 1) / step));
            from += start * strides[axis];
            strides[axis] *= step;
        }
        if (!lengths.equals(dimensions)) {
            return Optional.empty();
        }
        int width = input.type().bits() / 8;
        long elements = dimensions.stream().reduce(1L, (a, b) -> a * b);
        byte[] sliced = new byte[Math.toIntExact(width * elements)];
        new Walk(Weights.bytes(input), sliced, width, dimensions, strides).copy(0, from);
        return tensor(node, input.type(), dimensions, sliced);
    }

    /** A bound of a slice, which may count from the end and lie beyond it. */
    private static long within(long bound, long length) {
        return Math.max(0, Math.min(length, bound < 0 ? bound + length : bound));
    }

    /** Copies elements in the order of the target, axis by axis. */
    private static final class Walk {
        private final ByteBuffer source;
        private final byte[] target;
        private final int width;
        private final List<Long> dimensions;
        private final long[] strides;
        private int at;

        Walk(ByteBuffer source, byte[] target, int width, List<Long> dimensions, long[] strides) {
            this.source = source;
            this.target = target;
            this.width = width;
            this.dimensions = dimensions;
            this.strides = strides;
        }

        void copy(int axis, long from) {
            if (axis == strides.length) {
                source.get((int) from, target, at, width);
                at += width;
                return;
            }
            for (long i = 0; i < dimensions.get(axis); i++) {
                copy(axis + 1, from + i * strides[axis]);
            }
        }
    }

    static Optional<Tensor> concat(Node node, List<Tensor> inputs, List<Long> dimensions) {
        ElementType type = inputs.get(0).type();
        long bytes = inputs.stream().mapToLong(tensor -> tensor.data().size()).sum();
        boolean movable =
                inputs.stream().allMatch(t -> t.type() == type && isMovable(t, inputs))
                        && bytes <= FoldConstants.LARGEST;
        if (!movable) {
            return Optional.empty();
        }
        int rank = dimensions.size();
        long axis = node.attribute("axis", 0);
        int joined = (int) (axis < 0 ? axis + rank : axis);
        long runs = dimensions.stream().limit(joined).reduce(1L, (a, b) -> a * b);
        List<ByteBuffer> sources = inputs.stream().map(Weights::bytes).toList();
        byte[] target = new byte[(int) bytes];
        int at = 0;
        for (long run = 0; run < runs; run++) {
            for (ByteBuffer source : sources) {
                int length = (int) (source.limit() / runs);
                source.get((int) (run * length), target, at, length);
                at += length;
            }
        }
        return tensor(node, type, dimensions, target);
    }

    private static boolean isMovable(Tensor tensor, List<Tensor> inputs) {
        return tensor.type().bits() >= 8
                && FoldConstants.fits(tensor.type().bytes(tensor.elements()), inputs);
    }

    private static Optional<Tensor> tensor(
            Node node, ElementType type, List<Long> dimensions, byte[] bytes) {
        long[] lengths = dimensions.stream().mapToLong(Long::longValue).toArray();
        return Optional.of(Tensor.ofBytes(node.output(), type, lengths, bytes));
    }
}
