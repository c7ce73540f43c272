package dev.vernier.prepare.shape;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Slice, with bounds that may be formulas:
 *
 * <pre>
 * x[0:n] of [512]  ->  [min(512,n)]       x[1:] of [n + 1]  ->  [n]       x[::-1] of [n]  ->  [n]
 * </pre>
 *
 * <p>Source: ONNX operators Slice-1, -10, -11 and -13.
 */
final class SliceInference {

    static final Map<String, Inference> TABLE = Map.of("Slice", SliceInference::slice);

    private SliceInference() {}

    private static List<Known> slice(Operands operands) {
        List<Expression> shape = new ArrayList<>(operands.shape(0));
        List<Optional<Expression>> starts = bounds(operands, "starts", 1);
        List<Optional<Expression>> ends = bounds(operands, "ends", 2);
        Optional<List<Long>> axes = operands.numbers("axes", 3);
        Optional<List<Long>> steps =
                operands.has(4) ? operands.numbers("steps", 4) : Optional.empty();
        Optional<List<Optional<Expression>>> elements = operands.elements(0);
        for (int i = 0; i < starts.size(); i++) {
            int axis = Operands.axis(axes.isPresent() ? axes.get().get(i) : i, shape.size());
            long step = steps.isPresent() ? steps.get().get(i) : 1;
            Expression whole = shape.get(axis);
            Optional<Expression> start = starts.get(i);
            Optional<Expression> end = ends.get(i);
            shape.set(
                    axis,
                    start.isPresent() && end.isPresent()
                            ? length(whole, start.get(), end.get(), step)
                                    .orElseGet(() -> operands.unknown(axis))
                            : operands.unknown(axis));
            elements = elements.flatMap(all -> part(all, start, end, step));
        }
        Known known = Known.of(operands.type(0), shape);
        return List.of(shape.size() == 1 ? known.withElements(elements) : known);
    }

    private static List<Optional<Expression>> bounds(
            Operands operands, String attribute, int index) {
        return operands.node()
                .ints(attribute)
                .map(Elements::ofNumbers)
                .or(() -> operands.elements(index))
                .orElseThrow(() -> new NotProven(attribute + " must be known"));
    }

    private static Optional<Expression> length(
            Expression whole, Expression start, Expression end, long step) {
        if (whole.constant().isPresent()
                && start.constant().isPresent()
                && end.constant().isPresent()) {
            long size = whole.constant().getAsLong();
            return Optional.of(
                    Expression.of(
                            indices((int) Math.min(size, Integer.MAX_VALUE), start, end, step)
                                    .count()));
        }
        if (step == -1 && start.is(-1) && end.constant().orElse(0) <= -Integer.MAX_VALUE) {
            return Optional.of(whole);
        }
        if (step != 1) {
            return Optional.empty();
        }
        return position(start, whole)
                .flatMap(
                        from ->
                                position(end, whole)
                                        .map(to -> to.minus(from))
                                        .filter(n -> n.isNonNegative()));
    }

    /** Where a bound lies: from the end if negative, no farther than the end. */
    private static Optional<Expression> position(Expression bound, Expression whole) {
        if (bound.isNonNegative()) {
            boolean open = bound.constant().orElse(0) >= Integer.MAX_VALUE;
            return Optional.of(open ? whole : Expression.minimum(bound, whole));
        }
        if (bound.constant().isPresent()) {
            return Optional.of(whole.plus(bound)).filter(Expression::isNonNegative);
        }
        return Optional.empty();
    }

    /** The indices that a slice with constant bounds takes: the first and how many. */
    private record Taken(long first, long count) {}

    private static Taken indices(int size, Expression start, Expression end, long step) {
        if (step == 0) {
            throw new NotProven("step must not be zero");
        }
        long low = step > 0 ? 0 : -1;
        long high = step > 0 ? size : size - 1L;
        long from = clamp(start.constant().orElse(0), size, Math.max(low, 0), high);
        long to = clamp(end.constant().orElse(0), size, low, high);
        long span = step > 0 ? to - from : from - to;
        long stride = Math.abs(step);
        return new Taken(from, span <= 0 || size == 0 ? 0 : (span - 1) / stride + 1);
    }

    private static long clamp(long bound, int size, long low, long high) {
        long position = bound < 0 ? bound + size : bound;
        return Math.max(low, Math.min(high, position));
    }

    private static Optional<List<Optional<Expression>>> part(
            List<Optional<Expression>> all,
            Optional<Expression> start,
            Optional<Expression> end,
            long step) {
        if (!isNumber(start) || !isNumber(end)) {
            return Optional.empty();
        }
        Taken taken = indices(all.size(), start.orElseThrow(), end.orElseThrow(), step);
        List<Optional<Expression>> part = new ArrayList<>();
        for (long i = 0; i < taken.count(); i++) {
            part.add(all.get((int) (taken.first() + i * step)));
        }
        return Optional.of(part);
    }

    private static boolean isNumber(Optional<Expression> bound) {
        return bound.isPresent() && bound.get().constant().isPresent();
    }
}
