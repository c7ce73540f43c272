package dev.vernier.cli;

import dev.vernier.evaluate.MultiplyAccumulates;
import dev.vernier.graph.Dimension;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.ModelFormatException;
import dev.vernier.graph.Shape;
import dev.vernier.graph.UnsupportedModelException;
import dev.vernier.graph.ValueInfo;
import dev.vernier.graph.ValueType.TensorType;
import dev.vernier.prepare.Preparation;
import dev.vernier.prepare.PreparationOptions;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** The work of one run of a model whose free input axes all have length 1. */
final class FreeAxes {

    /** Where shapes are computed from inputs, no longer from attributes. */
    private static final long OPSET = 13;

    private static final Dimension ONE = Dimension.of(1);

    private FreeAxes() {}

    /** Multiply-accumulates, or empty if not every shape follows from those of the inputs. */
    static OptionalLong multiplyAccumulates(Model model) {
        try {
            Model bound = model.withGraph(bound(model.graph()));
            return count(
                    Preparation.inferShapes(bound, new PreparationOptions(OPSET)).model().graph());
        } catch (ModelFormatException | UnsupportedModelException e) {
            return OptionalLong.empty(); // what is wrong is told where it matters
        }
    }

    private static OptionalLong count(Graph proven) {
        Map<String, long[]> shapes = new HashMap<>();
        for (String value : MultiplyAccumulates.shapesNeeded(proven)) {
            Optional<Shape> shape = proven.shape(value).filter(s -> s.elements().isPresent());
            if (shape.isEmpty()) {
                return OptionalLong.empty();
            }
            shapes.put(value, lengths(shape.get()));
        }
        return OptionalLong.of(
                MultiplyAccumulates.perNode(proven, shapes).values().stream()
                        .mapToLong(Long::longValue)
                        .sum());
    }

    private static long[] lengths(Shape shape) {
        return IntStream.range(0, shape.rank())
                .mapToLong(axis -> shape.length(axis).orElseThrow())
                .toArray();
    }

    /** Every free axis of an input is 1, and so is each other axis that the file calls the same. */
    private static Graph bound(Graph graph) {
        Set<Dimension> names = new HashSet<>();
        graph.inputs().forEach(input -> names.addAll(dimensions(input)));
        names.remove(Dimension.UNKNOWN);
        Predicate<Dimension> isFree = axis -> !(axis instanceof Dimension.Fixed);
        return graph.toBuilder()
                .inputs(bound(graph.inputs(), isFree))
                .outputs(bound(graph.outputs(), isFree.and(names::contains)))
                .valueInfos(bound(graph.valueInfos(), isFree.and(names::contains)))
                .build();
    }

    private static List<Dimension> dimensions(ValueInfo value) {
        return value.type() instanceof TensorType type
                ? type.shape().map(Shape::dimensions).orElse(List.of())
                : List.of();
    }

    private static List<ValueInfo> bound(List<ValueInfo> values, Predicate<Dimension> isOne) {
        return values.stream().map(value -> bound(value, isOne)).toList();
    }

    private static ValueInfo bound(ValueInfo value, Predicate<Dimension> isOne) {
        if (!(value.type() instanceof TensorType type) || type.shape().isEmpty()) {
            return value;
        }
        List<Dimension> axes =
                dimensions(value).stream().map(axis -> isOne.test(axis) ? ONE : axis).toList();
        return ValueInfo.tensor(value.name(), type.elementType(), new Shape(axes));
    }
}
