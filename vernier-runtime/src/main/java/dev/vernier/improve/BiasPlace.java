package dev.vernier.improve;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.graph.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * The constant that adds to each output channel of a layer: its own bias, or that of an Add behind
 * it. None is added where there is none: the runtime's fusions know the form as it is.
 */
final class BiasPlace {

    private static final int BIAS = 2;

    private BiasPlace() {}

    /** The constant, if nobody else reads it. */
    static Optional<Tensor> of(Layer layer) {
        Graph graph = layer.graph();
        Node node = layer.node();
        Optional<Tensor> own = graph.constantInput(node, BIAS);
        return (own.isPresent() ? own : behind(node, graph))
                .filter(bias -> bias.type() == dev.vernier.graph.ElementType.FLOAT)
                .filter(bias -> bias.elements() == layer.channels())
                .filter(bias -> isAlongChannels(bias))
                .filter(layer.place()::isReadOnce);
    }

    /** Whether all that is added to the layer's channels is known, and can be changed. */
    static boolean isWhole(Layer layer) {
        Node node = layer.node();
        boolean hasOwn = node.inputs().size() > BIAS && !node.inputs().get(BIAS).isEmpty();
        return !hasOwn || of(layer).isPresent();
    }

    /** y = Add(MatMul(x, w), b), either way round. */
    private static Optional<Tensor> behind(Node node, Graph graph) {
        if (!node.is("MatMul")) {
            return Optional.empty();
        }
        return graph.onlyConsumer(node.output())
                .filter(reader -> reader.is("Add"))
                .flatMap(add -> graph.constantInput(add, 0).or(() -> graph.constantInput(add, 1)));
    }

    private static boolean isAlongChannels(Tensor bias) {
        List<Long> shape = bias.dimensions();
        return !shape.isEmpty() && shape.get(shape.size() - 1) == bias.elements();
    }
}
