package dev.vernier.prepare.shape;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;

/** Arithmetic on the elements of small tensors, each known or not. */
final class Elements {

    /** A function of two numbers that may not be able to tell. */
    @FunctionalInterface
    interface Binary {
        Optional<Expression> apply(Expression a, Expression b);
    }

    private Elements() {}

    static List<Optional<Expression>> ofNumbers(List<Long> values) {
        return values.stream().map(value -> Optional.of(Expression.of(value))).toList();
    }

    static List<Optional<Expression>> of(List<Expression> values) {
        return values.stream().map(Optional::of).toList();
    }

    /**
     * Combines elements pairwise, a single one with each of the other side. Empty where the sides
     * would have to be broadcast in another way.
     */
    static Optional<List<Optional<Expression>>> combine(
            Optional<List<Optional<Expression>>> left,
            Optional<List<Optional<Expression>>> right,
            Binary function) {
        if (left.isEmpty() || right.isEmpty()) {
            return Optional.empty();
        }
        int size = Math.max(left.get().size(), right.get().size());
        if (Math.min(left.get().size(), right.get().size()) == 0
                || size % left.get().size() != 0
                || size % right.get().size() != 0
                || (left.get().size() != size && left.get().size() != 1)
                || (right.get().size() != size && right.get().size() != 1)) {
            return Optional.empty();
        }
        List<Optional<Expression>> result = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            Optional<Expression> a = left.get().get(i % left.get().size());
            Optional<Expression> b = right.get().get(i % right.get().size());
            result.add(a.flatMap(x -> b.flatMap(y -> function.apply(x, y))));
        }
        return Optional.of(result);
    }

    static Binary always(BinaryOperator<Expression> function) {
        return (a, b) -> Optional.of(function.apply(a, b));
    }

    /** Division as ONNX does it for whole numbers, towards zero. */
    static Optional<Expression> divide(Expression a, Expression b) {
        if (a.constant().isPresent() && b.constant().isPresent() && !b.is(0)) {
            return Optional.of(Expression.of(a.constant().getAsLong() / b.constant().getAsLong()));
        }
        Optional<Expression> exact = a.dividedExactlyBy(b);
        if (exact.isPresent() || !a.isNonNegative() || b.constant().orElse(0) < 1) {
            return exact;
        }
        return Optional.of(a.floorDividedBy(b.constant().getAsLong()));
    }

    /** The remainder, of a number at least zero by a positive one. */
    static Optional<Expression> remainder(Expression a, Expression b) {
        if (!a.isNonNegative() || b.constant().orElse(0) < 1) {
            return Optional.empty();
        }
        Expression quotient = a.floorDividedBy(b.constant().getAsLong());
        return Optional.of(a.minus(quotient.times(b)));
    }

    static Optional<Expression> maximum(Expression a, Expression b) {
        if (a.minus(b).isNonNegative()) {
            return Optional.of(a);
        }
        return b.minus(a).isNonNegative() ? Optional.of(b) : Optional.empty();
    }

    /** Truth as 1 and 0; neither where it depends on the lengths. */
    static Optional<Expression> equal(Expression a, Expression b) {
        if (a.equals(b)) {
            return Optional.of(Expression.ONE);
        }
        return isLess(a, b) || isLess(b, a) ? Optional.of(Expression.ZERO) : Optional.empty();
    }

    static Optional<Expression> less(Expression a, Expression b) {
        if (isLess(a, b)) {
            return Optional.of(Expression.ONE);
        }
        return a.minus(b).isNonNegative() ? Optional.of(Expression.ZERO) : Optional.empty();
    }

    private static boolean isLess(Expression a, Expression b) {
        return b.minus(a).plus(-1).isNonNegative();
    }
}
