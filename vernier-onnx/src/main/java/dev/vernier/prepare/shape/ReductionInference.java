package dev.vernier.prepare.shape;

import dev.vernier.graph.ElementType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reductions along axes.
 *
 * <p>Source: ONNX operators ReduceMean-1 to -18 and their kin, ArgMax-13, TopK-11.
 */
final class ReductionInference {

    static final Map<String, Inference> TABLE =
            Stream.concat(
                            Stream.of(
                                            "L1",
                                            "L2",
                                            "LogSum",
                                            "LogSumExp",
                                            "Max",
                                            "Mean",
                                            "Min",
                                            "Prod",
                                            "Sum",
                                            "SumSquare")
                                    .map(kind -> Map.entry("Reduce" + kind, reduction())),
                            Stream.of(
                                    Map.entry("ArgMax", position()),
                                    Map.entry("ArgMin", position()),
                                    Map.entry("TopK", largest())))
                    .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private ReductionInference() {}

    private static Inference reduction() {
        return operands -> {
            List<Expression> shape = operands.shape(0);
            Optional<List<Long>> axes = operands.numbers("axes", 1).filter(a -> !a.isEmpty());
            boolean none =
                    axes.isEmpty() && operands.node().attribute("noop_with_empty_axes", 0) != 0;
            List<Integer> reduced = new ArrayList<>();
            for (int axis = 0; axis < shape.size() && axes.isEmpty() && !none; axis++) {
                reduced.add(axis);
            }
            axes.ifPresent(
                    all -> all.forEach(axis -> reduced.add(Operands.axis(axis, shape.size()))));
            return List.of(Known.of(operands.type(0), reduced(operands, reduced)));
        };
    }

    private static Inference position() {
        return operands -> {
            int rank = operands.shape(0).size();
            int axis = Operands.axis(operands.node().attribute("axis", 0), rank);
            return List.of(Known.of(ElementType.INT64, reduced(operands, List.of(axis))));
        };
    }

    private static List<Expression> reduced(Operands operands, List<Integer> axes) {
        boolean keep = operands.node().attribute("keepdims", 1) != 0;
        List<Expression> shape = operands.shape(0);
        List<Expression> rest = new ArrayList<>();
        for (int axis = 0; axis < shape.size(); axis++) {
            if (!axes.contains(axis)) {
                rest.add(shape.get(axis));
            } else if (keep) {
                rest.add(Expression.ONE);
            }
        }
        return rest;
    }

    private static Inference largest() {
        return operands -> {
            List<Expression> shape = new ArrayList<>(operands.shape(0));
            int axis = Operands.axis(operands.node().attribute("axis", -1), shape.size());
            long fixed = operands.node().attribute("k", -1);
            Optional<Expression> count =
                    fixed >= 0
                            ? Optional.of(Expression.of(fixed))
                            : operands.elements(1)
                                    .filter(all -> all.size() == 1)
                                    .flatMap(all -> all.get(0));
            shape.set(axis, count.orElseGet(() -> operands.unknown(axis)));
            return List.of(Known.of(operands.type(0), shape), Known.of(ElementType.INT64, shape));
        };
    }
}
