package dev.vernier.prepare.shape;

import static java.util.Map.entry;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Operators that move elements along or between axes.
 *
 * <p>Source: ONNX operators Transpose-13, Gather-13, GatherElements-13, GatherND-13, Concat-13,
 * Split-2, -13 and -18, Pad-2, -11 and -18, DepthToSpace-13, SpaceToDepth-13, TopK-11.
 */
final class MovingInference {

    static final Map<String, Inference> TABLE =
            Map.ofEntries(
                    entry("Transpose", MovingInference::transpose),
                    entry("Gather", MovingInference::gather),
                    entry("GatherElements", o -> List.of(Known.of(o.type(0), o.shape(1)))),
                    entry("GatherND", MovingInference::gatherByCoordinates),
                    entry("Concat", MovingInference::concat),
                    entry("Split", MovingInference::split),
                    entry("Pad", MovingInference::pad),
                    entry("DepthToSpace", MovingInference::depthToSpace),
                    entry("SpaceToDepth", MovingInference::spaceToDepth));

    private MovingInference() {}

    private static List<Known> transpose(Operands operands) {
        List<Expression> shape = operands.shape(0);
        Optional<List<Long>> order = operands.node().ints("perm");
        List<Expression> moved = new ArrayList<>(shape);
        if (order.isEmpty()) {
            Collections.reverse(moved);
        } else if (order.get().size() != shape.size()) {
            throw new NotProven("perm must name each axis; perm=" + order.get());
        } else {
            moved.clear();
            order.get().forEach(axis -> moved.add(shape.get(Operands.axis(axis, shape.size()))));
        }
        Known known = Known.of(operands.type(0), moved);
        return List.of(shape.size() < 2 ? known.withElements(operands.elements(0)) : known);
    }

    private static List<Known> gather(Operands operands) {
        List<Expression> data = operands.shape(0);
        List<Expression> indices = operands.shape(1);
        int axis = Operands.axis(operands.node().attribute("axis", 0), data.size());
        List<Expression> shape = new ArrayList<>(data.subList(0, axis));
        shape.addAll(indices);
        shape.addAll(data.subList(axis + 1, data.size()));
        Known known = Known.of(operands.type(0), shape);
        return List.of(data.size() == 1 ? known.withElements(picked(operands)) : known);
    }

    private static Optional<List<Optional<Expression>>> picked(Operands operands) {
        Optional<List<Long>> indices = operands.input(1).numbers();
        Optional<List<Optional<Expression>>> elements = operands.elements(0);
        if (indices.isEmpty() || elements.isEmpty()) {
            return Optional.empty();
        }
        int size = elements.get().size();
        return Optional.of(
                indices.get().stream()
                        .map(index -> elements.get().get(Operands.axis(index, size)))
                        .toList());
    }

    private static List<Known> gatherByCoordinates(Operands operands) {
        List<Expression> data = operands.shape(0);
        List<Expression> indices = operands.shape(1);
        int batch = (int) operands.node().attribute("batch_dims", 0);
        long width = indices.get(indices.size() - 1).constant().orElse(-1);
        if (width < 0 || batch + width > data.size()) {
            throw new NotProven("coordinates must be known to fit the data");
        }
        List<Expression> shape = new ArrayList<>(indices.subList(0, indices.size() - 1));
        shape.addAll(data.subList((int) (batch + width), data.size()));
        return List.of(Known.of(operands.type(0), shape));
    }

    private static List<Known> concat(Operands operands) {
        List<Expression> shape = new ArrayList<>(operands.shape(0));
        int axis = Operands.axis(operands.node().attribute("axis", 0), shape.size());
        Optional<List<Optional<Expression>>> elements = operands.elements(0).map(ArrayList::new);
        for (int i = 1; i < operands.node().inputs().size(); i++) {
            List<Expression> next = operands.shape(i);
            if (next.size() != shape.size()) {
                throw new NotProven("ranks must be equal");
            }
            shape.set(axis, shape.get(axis).plus(next.get(axis)));
            for (int other = 0; other < shape.size(); other++) {
                if (other != axis && next.get(other).constant().isPresent()) {
                    shape.set(other, next.get(other));
                }
            }
            Optional<List<Optional<Expression>>> more = operands.elements(i);
            elements = elements.filter(all -> more.isPresent());
            elements.ifPresent(all -> all.addAll(more.orElse(List.of())));
        }
        Known known = Known.of(operands.type(0), shape);
        return List.of(shape.size() == 1 ? known.withElements(elements) : known);
    }

    private static List<Known> split(Operands operands) {
        List<Expression> shape = operands.shape(0);
        int axis = Operands.axis(operands.node().attribute("axis", 0), shape.size());
        int parts = operands.node().outputs().size();
        List<Expression> lengths = lengths(operands, shape.get(axis), parts);
        List<Known> outputs = new ArrayList<>();
        int from = 0;
        for (Expression length : lengths) {
            List<Expression> part = new ArrayList<>(shape);
            part.set(axis, length);
            Known known = Known.of(operands.type(0), part);
            if (shape.size() == 1 && length.constant().isPresent()) {
                int start = from;
                int end = from + (int) length.constant().getAsLong();
                known =
                        known.withElements(
                                operands.elements(0)
                                        .filter(all -> end <= all.size())
                                        .map(all -> all.subList(start, end)));
                from = end;
            }
            outputs.add(known);
        }
        return outputs;
    }

    private static List<Expression> lengths(Operands operands, Expression whole, int parts) {
        Optional<List<Long>> given = operands.numbers("split", 1);
        if (given.isPresent()) {
            if (given.get().size() != parts) {
                throw new NotProven("split must name each part; split=" + given.get());
            }
            return given.get().stream().map(Expression::of).toList();
        }
        Optional<Expression> even = whole.dividedExactlyBy(Expression.of(parts));
        return Collections.nCopies(
                parts, even.orElseThrow(() -> new NotProven("parts must be equal")));
    }

    private static List<Known> pad(Operands operands) {
        List<Expression> shape = operands.shape(0);
        if (operands.has(3)) {
            throw new NotProven("axes of Pad are not followed");
        }
        List<Optional<Expression>> pads =
                operands.node()
                        .ints("pads")
                        .map(Elements::ofNumbers)
                        .or(() -> operands.elements(1))
                        .filter(all -> all.size() == 2 * shape.size())
                        .orElseThrow(() -> new NotProven("pads must be two an axis"));
        List<Expression> longer = new ArrayList<>();
        for (int axis = 0; axis < shape.size(); axis++) {
            Optional<Expression> before = pads.get(axis);
            Optional<Expression> after = pads.get(axis + shape.size());
            longer.add(
                    before.isPresent() && after.isPresent()
                            ? shape.get(axis).plus(before.get()).plus(after.get())
                            : operands.unknown(axis));
        }
        return List.of(Known.of(operands.type(0), longer));
    }

    private static List<Known> depthToSpace(Operands operands) {
        long block = operands.node().attribute("blocksize", 1);
        List<Expression> shape = images(operands);
        return List.of(
                Known.of(
                        operands.type(0),
                        List.of(
                                shape.get(0),
                                exactly(shape.get(1), Math.multiplyExact(block, block)),
                                shape.get(2).times(block),
                                shape.get(3).times(block))));
    }

    private static List<Known> spaceToDepth(Operands operands) {
        long block = operands.node().attribute("blocksize", 1);
        List<Expression> shape = images(operands);
        return List.of(
                Known.of(
                        operands.type(0),
                        List.of(
                                shape.get(0),
                                shape.get(1).times(Math.multiplyExact(block, block)),
                                exactly(shape.get(2), block),
                                exactly(shape.get(3), block))));
    }

    private static List<Expression> images(Operands operands) {
        List<Expression> shape = operands.shape(0);
        if (shape.size() != 4) {
            throw new NotProven("rank must be 4; rank=" + shape.size());
        }
        return shape;
    }

    /** In a run that succeeds the division leaves nothing over. */
    private static Expression exactly(Expression length, long divisor) {
        return length.floorDividedBy(divisor);
    }
}
