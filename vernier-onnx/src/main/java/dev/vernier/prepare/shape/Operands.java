package dev.vernier.prepare.shape;

import dev.vernier.graph.ElementType;
import dev.vernier.graph.Node;
import dev.vernier.graph.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A node and what is known of its inputs, as an {@link Inference} asks for it.
 *
 * <p>Methods without Optional throw {@link NotProven} where the answer is not known.
 *
 * @param node the node
 * @param opset the version of the default operator set
 * @param inputs what is known of each input; nothing for one that is left out
 * @param constants the constant of a name
 * @param unknown the symbol for an axis of an output of which nothing is known
 */
record Operands(
        Node node,
        long opset,
        List<Known> inputs,
        Function<String, Optional<Tensor>> constants,
        UnknownLengths unknown) {

    /** Hands out the symbol of an axis of a value; always the same for the same axis. */
    @FunctionalInterface
    interface UnknownLengths {
        Expression of(String value, int axis);
    }

    Known input(int index) {
        return index < inputs.size() ? inputs.get(index) : Known.NOTHING;
    }

    boolean has(int index) {
        return node.input(index).isPresent();
    }

    Optional<ElementType> type(int index) {
        return input(index).type();
    }

    List<Expression> shape(int index) {
        return input(index)
                .shape()
                .orElseThrow(() -> new NotProven("shape of input " + index + " must be known"));
    }

    Optional<List<Optional<Expression>>> elements(int index) {
        return input(index).elements();
    }

    Optional<Tensor> constant(int index) {
        return node.input(index).flatMap(constants);
    }

    /** Numbers that older operator sets have as an attribute and newer ones as an input. */
    Optional<List<Long>> numbers(String attribute, int index) {
        Optional<List<Long>> fixed = node.ints(attribute);
        if (fixed.isPresent() || !has(index)) {
            return fixed;
        }
        Optional<List<Long>> computed = input(index).numbers();
        if (computed.isEmpty()) {
            throw new NotProven("input " + index + " must be constant");
        }
        return computed;
    }

    /** An axis that counts from the last if negative, for a value of this rank. */
    static int axis(long axis, int rank) {
        long index = axis < 0 ? axis + rank : axis;
        if (index < 0 || index >= rank) {
            throw new NotProven("axis must be below the rank; axis=" + axis + ", rank=" + rank);
        }
        return (int) index;
    }

    /** A shape of this rank for the first output, every axis unknown. */
    List<Expression> unknownShape(int rank) {
        List<Expression> shape = new ArrayList<>();
        for (int axis = 0; axis < rank; axis++) {
            shape.add(unknown(axis));
        }
        return shape;
    }

    /** The symbol for an unknown axis of the first output. */
    Expression unknown(int axis) {
        return unknown.of(node.output(), axis);
    }
}
