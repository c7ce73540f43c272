package dev.vernier.prepare.shape;

import static java.util.Map.entry;

import dev.vernier.graph.Attribute;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Tensor;
import dev.vernier.model.Weights;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Operators that read a shape or make a tensor of one.
 *
 * <p>Source: ONNX operators Shape-15, Size-13, ConstantOfShape-9, Range-11, Expand-13, Tile-13,
 * OneHot-11, NonZero-13, EyeLike-9.
 */
final class CreatingInference {

    static final Map<String, Inference> TABLE =
            Map.ofEntries(
                    entry("Shape", CreatingInference::shape),
                    entry("Size", CreatingInference::size),
                    entry("ConstantOfShape", CreatingInference::constantOfShape),
                    entry("Range", CreatingInference::range),
                    entry("Expand", CreatingInference::expand),
                    entry("Tile", CreatingInference::tile),
                    entry("OneHot", CreatingInference::oneHot),
                    entry("NonZero", CreatingInference::nonZero));

    private CreatingInference() {}

    private static List<Known> shape(Operands operands) {
        List<Expression> shape = operands.shape(0);
        int from = clamp(operands.node().attribute("start", 0), shape.size());
        int to = clamp(operands.node().attribute("end", shape.size()), shape.size());
        List<Expression> part = from < to ? shape.subList(from, to) : List.of();
        return List.of(
                Known.of(ElementType.INT64, List.of(Expression.of(part.size())))
                        .withElements(Elements.of(part)));
    }

    private static int clamp(long axis, int rank) {
        return (int) Math.max(0, Math.min(rank, axis < 0 ? axis + rank : axis));
    }

    private static List<Known> size(Operands operands) {
        return List.of(
                ReshapingInference.scalar(ElementType.INT64, Lengths.product(operands.shape(0))));
    }

    private static List<Known> constantOfShape(Operands operands) {
        Optional<Tensor> value =
                operands.node().attribute("value").orElse(null)
                                instanceof Attribute.TensorValue tensor
                        ? Optional.of(tensor.value())
                        : Optional.empty();
        ElementType type = value.map(Tensor::type).orElse(ElementType.FLOAT);
        List<Expression> shape = wanted(operands, 0);
        Known known = Known.of(type, shape);
        Expression size = Lengths.product(shape);
        boolean small = size.constant().orElse(Long.MAX_VALUE) <= Known.MOST_ELEMENTS;
        if (!small || (type != ElementType.INT64 && type != ElementType.BOOL)) {
            return List.of(known);
        }
        long element = value.map(tensor -> Weights.longs(tensor)[0]).orElse(0L);
        return List.of(
                known.withElements(
                        Collections.nCopies(
                                (int) size.constant().getAsLong(),
                                Optional.of(Expression.of(element)))));
    }

    /** The shape that an input's elements ask for. */
    private static List<Expression> wanted(Operands operands, int index) {
        Optional<List<Optional<Expression>>> elements = operands.elements(index);
        if (elements.isEmpty()) {
            Expression rank = operands.shape(index).get(0);
            if (rank.constant().isEmpty()) {
                throw new NotProven("rank must be known");
            }
            return operands.unknownShape((int) rank.constant().getAsLong());
        }
        List<Expression> shape = new ArrayList<>();
        for (int axis = 0; axis < elements.get().size(); axis++) {
            int at = axis;
            shape.add(elements.get().get(axis).orElseGet(() -> operands.unknown(at)));
        }
        return shape;
    }

    private static List<Known> range(Operands operands) {
        Optional<ElementType> type = operands.type(0);
        Optional<Expression> start = only(operands, 0);
        Optional<Expression> limit = only(operands, 1);
        Optional<Expression> step = only(operands, 2);
        if (start.isEmpty() || limit.isEmpty() || step.isEmpty()) {
            return List.of(Known.of(type, operands.unknownShape(1)));
        }
        Expression span = limit.get().minus(start.get());
        boolean counted = step.get().is(1) && span.isNonNegative();
        Expression length = counted ? span : operands.unknown(0);
        Known known = Known.of(type, List.of(length));
        if (!counted
                || start.get().constant().isEmpty()
                || length.constant().orElse(Long.MAX_VALUE) > Known.MOST_ELEMENTS) {
            return List.of(known);
        }
        List<Optional<Expression>> elements = new ArrayList<>();
        for (long i = 0; i < length.constant().getAsLong(); i++) {
            elements.add(Optional.of(start.get().plus(i)));
        }
        return List.of(known.withElements(elements));
    }

    private static Optional<Expression> only(Operands operands, int index) {
        return operands.elements(index).filter(all -> all.size() == 1).flatMap(all -> all.get(0));
    }

    private static List<Known> expand(Operands operands) {
        List<Expression> shape = Lengths.broadcast(operands.shape(0), wanted(operands, 1));
        Expression size = Lengths.product(shape);
        Optional<Expression> element = only(operands, 0);
        Known known = Known.of(operands.type(0), shape);
        return List.of(
                element.isPresent() && size.constant().orElse(Long.MAX_VALUE) <= Known.MOST_ELEMENTS
                        ? known.withElements(
                                Collections.nCopies((int) size.constant().getAsLong(), element))
                        : known);
    }

    private static List<Known> tile(Operands operands) {
        List<Expression> shape = operands.shape(0);
        List<Optional<Expression>> repeats =
                operands.elements(1)
                        .filter(all -> all.size() == shape.size())
                        .orElseThrow(() -> new NotProven("repeats must be one an axis"));
        List<Expression> longer = new ArrayList<>();
        for (int axis = 0; axis < shape.size(); axis++) {
            int at = axis;
            longer.add(
                    repeats.get(axis)
                            .map(times -> shape.get(at).times(times))
                            .orElseGet(() -> operands.unknown(at)));
        }
        return List.of(Known.of(operands.type(0), longer));
    }

    private static List<Known> oneHot(Operands operands) {
        List<Expression> shape = new ArrayList<>(operands.shape(0));
        int axis = Operands.axis(operands.node().attribute("axis", -1), shape.size() + 1);
        shape.add(axis, only(operands, 1).orElseGet(() -> operands.unknown(axis)));
        return List.of(Known.of(operands.type(2), shape));
    }

    private static List<Known> nonZero(Operands operands) {
        return List.of(
                Known.of(
                        ElementType.INT64,
                        List.of(Expression.of(operands.shape(0).size()), operands.unknown(1))));
    }
}
