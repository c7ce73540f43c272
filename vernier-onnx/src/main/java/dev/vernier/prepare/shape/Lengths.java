package dev.vernier.prepare.shape;

import java.util.ArrayList;
import java.util.List;

/** Formulas for the lengths of axes that several operators share. */
final class Lengths {

    private Lengths() {}

    /** The product, one for none. */
    static Expression product(List<Expression> lengths) {
        return lengths.stream().reduce(Expression.ONE, Expression::times);
    }

    /** The shape that shapes have together: aligned at the last axis (ONNX, Broadcasting). */
    static List<Expression> broadcast(List<Expression> a, List<Expression> b) {
        int rank = Math.max(a.size(), b.size());
        List<Expression> joint = new ArrayList<>();
        for (int axis = 0; axis < rank; axis++) {
            int left = axis - rank + a.size();
            int right = axis - rank + b.size();
            if (left < 0 || right < 0) {
                joint.add(left < 0 ? b.get(right) : a.get(left));
            } else {
                joint.add(broadcast(a.get(left), b.get(right)));
            }
        }
        return joint;
    }

    /**
     * The length of two axes together. In a run that succeeds they are equal or one of them is 1:
     *
     * <pre>
     * a and a -> a      1 and a -> a      7 and a -> 7      a and min(a, 512) -> a
     * </pre>
     */
    static Expression broadcast(Expression a, Expression b) {
        if (a.equals(b) || b.is(1)) {
            return a;
        }
        if (a.is(1)) {
            return b;
        }
        if (a.constant().isPresent() || b.constant().isPresent()) {
            if (a.constant().isPresent() && b.constant().isPresent()) {
                throw new NotProven("lengths must be equal or one; lengths=" + a + ", " + b);
            }
            return a.constant().isPresent() ? a : b;
        }
        if (covers(a, b)) {
            return a;
        }
        if (covers(b, a)) {
            return b;
        }
        boolean ordered = a.toString().compareTo(b.toString()) < 0;
        return Expression.of(ordered ? new Atom.Joint(a, b) : new Atom.Joint(b, a));
    }

    /**
     * Whether {@code a} is what the two have together: {@code b} is the smaller of {@code a} and a
     * positive number (and so 1 only if {@code a} is, or that number), or {@code a} is already a
     * broadcast of {@code b}.
     */
    private static boolean covers(Expression a, Expression b) {
        boolean smaller =
                b.atom().orElse(null) instanceof Atom.Minimum minimum
                        && ((minimum.first().equals(a) && isPositive(minimum.second()))
                                || (minimum.second().equals(a) && isPositive(minimum.first())));
        boolean joint =
                a.atom().orElse(null) instanceof Atom.Joint already
                        && (already.first().equals(b) || already.second().equals(b));
        return smaller || joint;
    }

    private static boolean isPositive(Expression length) {
        return length.constant().orElse(0) > 0;
    }
}
