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
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
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

    private static Graph bound(Graph graph) {
        return graph.toBuilder()
                .inputs(graph.inputs().stream().map(FreeAxes::bound).toList())
                .build();
    }

    private static ValueInfo bound(ValueInfo input) {
        if (!(input.type() instanceof TensorType type) || type.shape().isEmpty()) {
            return input;
        }
        Shape shape =
                new Shape(
                        type.shape().get().dimensions().stream()
                                .map(axis -> axis instanceof Dimension.Fixed ? axis : ONE)
                                .toList());
        return ValueInfo.tensor(input.name(), type.elementType(), shape);
    }
}
