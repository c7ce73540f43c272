package dev.vernier.prepare;

import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.graph.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an attention does with the values that it mixed: puts the heads side by side again and
 * multiplies them by a constant.
 *
 * <pre>
 * Add(MatMul(Reshape(Transpose(MatMul(p, V))), W), b)
 * </pre>
 *
 * @param way from the product with the weights of the attention to that with W, both included; each
 *     is read by the next alone, or for its shape
 * @param add the Add behind it
 * @param weight W, a matrix with one row a channel
 * @param bias b, one number a column
 */
record HeadProjection(List<Node> way, Node add, Tensor weight, Tensor bias) {

    private static final int FARTHEST = 6;

    HeadProjection {
        way = List.copyOf(way);
    }

    /** What is behind the product that mixes the values; its result has channels on these axes. */
    static Optional<HeadProjection> behind(Node mix, HeadAxes start, Graph graph) {
        List<Node> way = new ArrayList<>(List.of(mix));
        Optional<HeadAxes> axes = Optional.of(start);
        while (way.size() < FARTHEST && axes.isPresent()) {
            Optional<Node> next = onlyReader(way.get(way.size() - 1).output(), graph);
            if (next.isEmpty()) {
                return Optional.empty();
            }
            way.add(next.get());
            if (next.get().is("MatMul")) {
                return of(way, next.get(), axes.get(), graph);
            }
            axes = axes.get().behind(next.get(), graph);
        }
        return Optional.empty();
    }

    private static Optional<Node> onlyReader(String value, Graph graph) {
        return graph.consumers(value).stream()
                .filter(reader -> !reader.is("Shape"))
                .findFirst()
                .filter(reader -> HeadBias.isReadBy(reader, value, graph));
    }

    private static Optional<HeadProjection> of(
            List<Node> way, Node product, HeadAxes axes, Graph graph) {
        boolean areSideBySide =
                axes.axes().size() == 1
                        && graph.shape(product.inputs().get(0))
                                .filter(x -> axes.areLast(x.rank()))
                                .isPresent();
        Optional<Tensor> weight =
                graph.constantInput(product, 1)
                        .filter(w -> w.type() == ElementType.FLOAT && w.rank() == 2)
                        .filter(w -> w.dimensions().get(0) == axes.channels())
                        .filter(w -> w.data().size() <= WeightedNode.LARGEST_WEIGHT);
        Optional<Node> add = graph.onlyConsumer(product.output()).filter(node -> node.is("Add"));
        Optional<Tensor> bias =
                add.flatMap(node -> graph.constantInput(node, 1))
                        .filter(b -> weight.filter(w -> isBias(b, w)).isPresent());
        return areSideBySide && bias.isPresent()
                ? Optional.of(
                        new HeadProjection(
                                way, add.orElseThrow(), weight.orElseThrow(), bias.get()))
                : Optional.empty();
    }

    private static boolean isBias(Tensor bias, Tensor weight) {
        return bias.type() == ElementType.FLOAT
                && bias.rank() >= 1
                && bias.dimensions().get(bias.rank() - 1) == bias.elements()
                && weight.dimensions().get(1) == bias.elements();
    }
}
