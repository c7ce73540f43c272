package dev.vernier.prepare.shape;

import static java.util.Map.entry;

import dev.vernier.graph.ElementType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Operators that work element by element: inputs are broadcast to one shape, whole numbers are
 * computed along.
 *
 * <p>Source: ONNX "Broadcasting", operator versions from 7 on.
 */
final class ElementwiseInference {

    static final Map<String, Inference> TABLE =
            Map.ofEntries(
                    entry("Add", sameType(Elements.always(Expression::plus))),
                    entry("Sub", sameType(Elements.always(Expression::minus))),
                    entry("Mul", sameType(Elements.always(Expression::times))),
                    entry("Div", sameType(Elements::divide)),
                    entry("Mod", sameType(Elements::remainder)),
                    entry("Min", sameType(Elements.always(Expression::minimum))),
                    entry("Max", sameType(Elements::maximum)),
                    entry("Sum", sameType(Elements.always(Expression::plus))),
                    entry("Mean", sameType(ElementwiseInference::unknown)),
                    entry("Pow", sameType(ElementwiseInference::unknown)),
                    entry("PRelu", sameType(ElementwiseInference::unknown)),
                    entry("BitShift", sameType(ElementwiseInference::unknown)),
                    entry("Equal", truth(Elements::equal)),
                    entry("Less", truth(Elements::less)),
                    entry("Greater", truth((a, b) -> Elements.less(b, a))),
                    entry("LessOrEqual", truth((a, b) -> not(Elements.less(b, a)))),
                    entry("GreaterOrEqual", truth((a, b) -> not(Elements.less(a, b)))),
                    entry("And", truth(Elements.always(Expression::times))),
                    entry("Or", truth(Elements::maximum)),
                    entry("Xor", truth((a, b) -> not(Elements.equal(a, b)))),
                    entry("Where", ElementwiseInference::where),
                    entry("Cast", ElementwiseInference::cast));

    private ElementwiseInference() {}

    private static Inference sameType(Elements.Binary function) {
        return operands -> List.of(joint(operands, operands.type(0), function));
    }

    private static Inference truth(Elements.Binary function) {
        return operands -> List.of(joint(operands, Optional.of(ElementType.BOOL), function));
    }

    private static Optional<Expression> unknown(Expression a, Expression b) {
        return Optional.empty();
    }

    private static Optional<Expression> not(Optional<Expression> truth) {
        return truth.map(Expression.ONE::minus);
    }

    private static Known joint(
            Operands operands, Optional<ElementType> type, Elements.Binary function) {
        List<Expression> shape = operands.shape(0);
        Optional<List<Optional<Expression>>> elements = operands.elements(0);
        for (int i = 1; i < operands.node().inputs().size(); i++) {
            shape = Lengths.broadcast(shape, operands.shape(i));
            elements = Elements.combine(elements, operands.elements(i), function);
        }
        return withFitting(elements, Known.of(type, shape));
    }

    /** Elements only where there are as many as the shape says. */
    private static Known withFitting(Optional<List<Optional<Expression>>> elements, Known known) {
        Expression size = Lengths.product(known.shape().orElse(List.of()));
        return known.withElements(elements.filter(all -> size.is(all.size())));
    }

    private static List<Known> where(Operands operands) {
        List<Expression> shape =
                Lengths.broadcast(
                        operands.shape(0), Lengths.broadcast(operands.shape(1), operands.shape(2)));
        Known known = Known.of(operands.type(1).or(() -> operands.type(2)), shape);
        return List.of(withFitting(chosen(operands), known));
    }

    private static Optional<List<Optional<Expression>>> chosen(Operands operands) {
        if (operands.elements(0).isEmpty()
                || operands.elements(1).isEmpty()
                || operands.elements(2).isEmpty()) {
            return Optional.empty();
        }
        List<Optional<Expression>> condition = operands.elements(0).get();
        List<Optional<Expression>> then = operands.elements(1).get();
        List<Optional<Expression>> otherwise = operands.elements(2).get();
        int size = Math.max(condition.size(), Math.max(then.size(), otherwise.size()));
        List<Optional<Expression>> result = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            Optional<Expression> truth = at(condition, i, size);
            Optional<Expression> yes = at(then, i, size);
            Optional<Expression> no = at(otherwise, i, size);
            boolean same = yes.isPresent() && yes.equals(no);
            result.add(
                    same || truth.filter(t -> t.is(1)).isPresent()
                            ? yes
                            : truth.filter(t -> t.is(0)).flatMap(t -> no));
        }
        return Optional.of(result);
    }

    private static Optional<Expression> at(List<Optional<Expression>> side, int i, int size) {
        if (side.size() != 1 && side.size() != size) {
            throw new NotProven("operands must have one element or all");
        }
        return side.get(side.size() == 1 ? 0 : i);
    }

    /** Whole numbers keep their elements from type to type; lengths fit all of 32 and 64 bits. */
    private static List<Known> cast(Operands operands) {
        Optional<ElementType> type = ElementType.ofCode((int) operands.node().attribute("to", 0));
        boolean whole =
                type.filter(t -> t == ElementType.INT64 || t == ElementType.INT32).isPresent()
                        && operands.type(0).filter(t -> !t.isFloat()).isPresent();
        Known known = Known.of(type, operands.shape(0));
        return List.of(whole ? known.withElements(operands.elements(0)) : known);
    }
}
