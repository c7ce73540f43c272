package dev.vernier.prepare.shape;

import static java.util.Map.entry;

import dev.vernier.graph.ElementType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Operators that give the same elements, in the same order, another shape.
 *
 * <p>Source: ONNX operators Reshape-5 and -14, Flatten-11, Squeeze-11 and -13, Unsqueeze-11 and
 * -13.
 */
final class ReshapingInference {

    static final Map<String, Inference> TABLE =
            Map.ofEntries(
                    entry("Reshape", ReshapingInference::reshape),
                    entry("Flatten", ReshapingInference::flatten),
                    entry("Squeeze", ReshapingInference::squeeze),
                    entry("Unsqueeze", ReshapingInference::unsqueeze));

    private ReshapingInference() {}

    private static List<Known> same(Operands operands, List<Expression> shape) {
        return List.of(Known.of(operands.type(0), shape).withElements(operands.elements(0)));
    }

    private static List<Known> reshape(Operands operands) {
        List<Optional<Expression>> target = target(operands);
        Optional<List<Expression>> input = operands.input(0).shape();
        List<Optional<Expression>> lengths = new ArrayList<>();
        for (int axis = 0; axis < target.size(); axis++) {
            Optional<Expression> wish = target.get(axis);
            boolean copied =
                    wish.filter(w -> w.is(0)).isPresent()
                            && operands.node().attribute("allowzero", 0) == 0;
            if (copied) {
                int same = axis;
                lengths.add(input.filter(s -> same < s.size()).map(s -> s.get(same)));
            } else {
                lengths.add(wish.filter(w -> !w.is(-1)));
            }
        }
        return same(operands, filled(lengths, input, operands));
    }

    private static List<Optional<Expression>> target(Operands operands) {
        Optional<List<Long>> fixed = operands.node().ints("shape");
        if (fixed.isPresent()) {
            return Elements.ofNumbers(fixed.get());
        }
        Optional<List<Optional<Expression>>> elements = operands.elements(1);
        if (elements.isPresent()) {
            return elements.get();
        }
        Expression rank = operands.shape(1).get(0);
        if (rank.constant().isEmpty()) {
            throw new NotProven("rank must be known");
        }
        return Collections.nCopies((int) rank.constant().getAsLong(), Optional.<Expression>empty());
    }

    /** A single open length follows from the number of elements, which stays the same. */
    private static List<Expression> filled(
            List<Optional<Expression>> lengths,
            Optional<List<Expression>> input,
            Operands operands) {
        List<Expression> rest = lengths.stream().flatMap(Optional::stream).toList();
        Optional<Expression> open =
                rest.size() == lengths.size() - 1
                        ? input.flatMap(
                                shape ->
                                        Elements.divide(
                                                Lengths.product(shape), Lengths.product(rest)))
                        : Optional.empty();
        List<Expression> shape = new ArrayList<>();
        for (int axis = 0; axis < lengths.size(); axis++) {
            int at = axis;
            shape.add(lengths.get(axis).or(() -> open).orElseGet(() -> operands.unknown(at)));
        }
        return shape;
    }

    private static List<Known> flatten(Operands operands) {
        List<Expression> shape = operands.shape(0);
        long axis = operands.node().attribute("axis", 1);
        int split =
                axis == shape.size()
                        ? shape.size()
                        : shape.isEmpty() ? 0 : Operands.axis(axis, shape.size());
        return same(
                operands,
                List.of(
                        Lengths.product(shape.subList(0, split)),
                        Lengths.product(shape.subList(split, shape.size()))));
    }

    private static List<Known> squeeze(Operands operands) {
        List<Expression> shape = operands.shape(0);
        Optional<List<Long>> axes = operands.numbers("axes", 1);
        List<Integer> dropped = new ArrayList<>();
        if (axes.isPresent()) {
            axes.get().forEach(axis -> dropped.add(Operands.axis(axis, shape.size())));
        } else {
            for (int axis = 0; axis < shape.size(); axis++) {
                if (shape.get(axis).constant().isEmpty()) {
                    throw new NotProven("lengths must be known to squeeze those that are one");
                }
                if (shape.get(axis).is(1)) {
                    dropped.add(axis);
                }
            }
        }
        List<Expression> rest = new ArrayList<>();
        for (int axis = 0; axis < shape.size(); axis++) {
            if (!dropped.contains(axis)) {
                rest.add(shape.get(axis));
            }
        }
        return same(operands, rest);
    }

    private static List<Known> unsqueeze(Operands operands) {
        List<Long> axes =
                operands.numbers("axes", 1).orElseThrow(() -> new NotProven("axes must be given"));
        List<Expression> shape = operands.shape(0);
        int rank = shape.size() + axes.size();
        List<Integer> added = axes.stream().map(axis -> Operands.axis(axis, rank)).toList();
        List<Expression> longer = new ArrayList<>();
        int next = 0;
        for (int axis = 0; axis < rank; axis++) {
            if (!added.contains(axis) && next == shape.size()) {
                throw new NotProven("axes must be different; axes=" + axes);
            }
            longer.add(added.contains(axis) ? Expression.ONE : shape.get(next++));
        }
        return same(operands, longer);
    }

    /** For a scalar of that type with one known element. */
    static Known scalar(ElementType type, Expression element) {
        return Known.of(type, List.of()).withElements(List.of(Optional.of(element)));
    }
}
