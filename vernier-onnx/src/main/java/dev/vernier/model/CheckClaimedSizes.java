package dev.vernier.model;

import dev.vernier.graph.Attribute;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.Node;
import dev.vernier.graph.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Operators whose result is as large as a constant says stay below 2^31 elements: a runtime
 * computes them when it loads the model, and fills all of memory or never ends.
 *
 * <pre>
 * Expand(x, [1099511627776, 10]): refused
 * </pre>
 *
 * <p>Looks at the constant beside the node only; what shape inference finds is checked when a model
 * is prepared.
 */
final class CheckClaimedSizes implements ModelCheck {

    /** Operator -> which of its inputs is the shape, or how often an axis is repeated. */
    private static final Map<String, Integer> SHAPE_INPUTS =
            Map.of("ConstantOfShape", 0, "Expand", 1, "Tile", 1);

    /** A shape of more axes than any runtime takes is not read. */
    private static final int MOST_AXES = 1024;

    @Override
    public void check(Model model, List<GraphScope> graphs, Place file) {
        for (GraphScope scope : graphs) {
            for (Node node : scope.graph().nodes()) {
                shape(node, scope.graph()).ifPresent(shape -> check(shape, scope.at(node)));
            }
        }
    }

    private static void check(List<Long> shape, Place place) {
        double elements = 1;
        for (long length : shape) {
            elements *= Math.max(0, length);
        }
        if (elements > Integer.MAX_VALUE) {
            throw place.refuse(
                    "result must have at most " + Integer.MAX_VALUE + " elements; shape=" + shape);
        }
    }

    private static Optional<List<Long>> shape(Node node, Graph graph) {
        if (node.is("RandomNormal") || node.is("RandomUniform")) {
            return node.ints("shape");
        }
        return SHAPE_INPUTS.entrySet().stream()
                .filter(entry -> node.is(entry.getKey()))
                .flatMap(entry -> node.input(entry.getValue()).stream())
                .flatMap(name -> constant(name, graph).stream())
                .filter(tensor -> tensor.type() == ElementType.INT64)
                .filter(
                        tensor ->
                                TensorSize.elements(tensor.dimensions(), Place.model())
                                        <= MOST_AXES)
                .map(CheckClaimedSizes::longs)
                .findFirst();
    }

    private static List<Long> longs(Tensor tensor) {
        return Arrays.stream(Weights.longs(tensor)).boxed().toList();
    }

    /** An initializer, or the value of a Constant node. */
    private static Optional<Tensor> constant(String name, Graph graph) {
        Optional<Tensor> initializer = Optional.ofNullable(graph.initializers().get(name));
        return initializer.or(
                () ->
                        graph.producer(name)
                                .filter(node -> node.is("Constant"))
                                .flatMap(node -> node.attribute("value"))
                                .filter(Attribute.TensorValue.class::isInstance)
                                .map(value -> ((Attribute.TensorValue) value).value()));
    }
}
