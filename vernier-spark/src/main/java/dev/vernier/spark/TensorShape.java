package dev.vernier.spark;

import dev.vernier.data.DataException;
import dev.vernier.graph.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The shape that a column's value gets as a model's input.
 *
 * <p>In this order: the shape that was asked for; the lengths of the nested arrays, if there are as
 * many as the input has axes; those behind a first axis of 1; for a flat array or a single number
 * the model's fixed lengths, with 1 for a free first axis and the rest for another free one.
 */
final class TensorShape {

    private TensorShape() {}

    /**
     * @param given the shape asked for, or empty
     * @param declared what the model says
     * @param found the lengths of the nested arrays, outermost first
     * @param elements their product
     * @throws DataException if none fits
     */
    static long[] of(List<Long> given, Optional<Shape> declared, List<Long> found, long elements) {
        if (!given.isEmpty()) {
            return filled(given, elements);
        }
        if (declared.isEmpty() || declared.get().rank() == found.size()) {
            return array(found);
        }
        Shape shape = declared.get();
        if (shape.rank() == found.size() + 1 && shape.length(0).orElse(1) == 1) {
            List<Long> one = new ArrayList<>(List.of(1L));
            one.addAll(found);
            return array(one);
        }
        if (found.size() <= 1) {
            return filled(fixedLengths(shape), elements);
        }
        throw new DataException(
                "column must be flat, or nested as deep as the input has axes; lengths=%s, input=%s"
                        .formatted(found, shape));
    }

    private static List<Long> fixedLengths(Shape shape) {
        List<Long> lengths = new ArrayList<>();
        for (int axis = 0; axis < shape.rank(); axis++) {
            OptionalLong length = shape.length(axis);
            lengths.add(length.orElse(axis == 0 ? 1 : -1));
        }
        if (lengths.stream().filter(length -> length == -1).count() > 1) {
            throw new DataException(
                    "shape must be given where the model leaves more than one length free; input="
                            + shape);
        }
        return lengths;
    }

    /** Puts what is left of the elements in place of -1. */
    private static long[] filled(List<Long> lengths, long elements) {
        long known = 1;
        for (long length : lengths) {
            known *= length == -1 ? 1 : length;
        }
        long[] shape = array(lengths);
        for (int axis = 0; axis < shape.length; axis++) {
            if (shape[axis] == -1) {
                shape[axis] = known == 0 ? 0 : elements / known;
                known *= shape[axis];
            }
        }
        if (known != elements) {
            throw new DataException(
                    "column must have as many numbers as the input; numbers=%d, shape=%s"
                            .formatted(elements, lengths));
        }
        return shape;
    }

    private static long[] array(List<Long> lengths) {
        return lengths.stream().mapToLong(Long::longValue).toArray();
    }
}
