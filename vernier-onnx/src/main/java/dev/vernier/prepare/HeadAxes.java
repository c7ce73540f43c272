package dev.vernier.prepare;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.graph.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Which axes of a value hold the channels that a product wrote side by side on its last axis, the
 * outer ones first: {@code [batch, position, head, channel]} has them on axes 2 and 3.
 *
 * @param axes at least one
 * @param channels their lengths, multiplied
 */
record HeadAxes(List<Integer> axes, long channels) {

    HeadAxes {
        axes = List.copyOf(axes);
    }

    /** All channels on the last axis of a value; empty if its length is not known. */
    static Optional<HeadAxes> ofLast(String value, Graph graph) {
        Optional<Shape> shape = graph.shape(value).filter(found -> found.rank() > 0);
        return shape.filter(found -> found.length(-1).isPresent())
                .map(
                        found ->
                                new HeadAxes(
                                        List.of(found.rank() - 1), found.length(-1).getAsLong()));
    }

    /** Where they are behind a node; empty if it does not keep them together, or does more. */
    Optional<HeadAxes> behind(Node node, Graph graph) {
        Optional<Shape> before = node.input(0).flatMap(graph::shape);
        Optional<Shape> after = graph.shape(node.output());
        if (before.isEmpty() || after.isEmpty()) {
            return Optional.empty();
        }
        if (node.is("Transpose")) {
            return Optional.of(transposed(node, before.get().rank()));
        }
        return node.is("Reshape") && areLast(before.get().rank())
                ? reshaped(after.get())
                : Optional.empty();
    }

    private HeadAxes transposed(Node node, int rank) {
        List<Long> reversed = new ArrayList<>();
        for (long axis = rank - 1L; axis >= 0; axis--) {
            reversed.add(axis);
        }
        List<Long> order = node.ints("perm").orElse(reversed);
        return new HeadAxes(
                axes.stream().map(axis -> order.indexOf(axis.longValue())).toList(), channels);
    }

    /** Whether they are the last axes of a value of this rank, in their order. */
    boolean areLast(int rank) {
        for (int i = 0; i < axes.size(); i++) {
            if (axes.get(i) != rank - axes.size() + i) {
                return false;
            }
        }
        return true;
    }

    /** The last axes that together have as many elements. */
    private Optional<HeadAxes> reshaped(Shape after) {
        List<Integer> found = new ArrayList<>();
        long product = 1;
        for (int axis = after.rank() - 1; axis >= 0 && product < channels; axis--) {
            if (after.length(axis).isEmpty()) {
                return Optional.empty();
            }
            product *= after.length(axis).getAsLong();
            found.add(axis);
        }
        Collections.reverse(found);
        return product == channels && !found.isEmpty()
                ? Optional.of(new HeadAxes(found, channels))
                : Optional.empty();
    }
}
