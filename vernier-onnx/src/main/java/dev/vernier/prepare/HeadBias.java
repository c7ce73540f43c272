package dev.vernier.prepare;

import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.graph.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The bias of a product on its way into the heads of an attention:
 *
 * <pre>
 * Transpose(Reshape(Add(MatMul(x, W), b)))
 * </pre>
 *
 * @param add the Add of the bias, behind a product that nobody else reads
 * @param bias one number a channel
 * @param way the nodes behind it, first to last; each is read by the next alone, or for its shape
 * @param axes where the channels are behind them
 */
record HeadBias(Node add, Tensor bias, List<Node> way, HeadAxes axes) {

    private static final int FARTHEST = 6;

    HeadBias {
        way = List.copyOf(way);
    }

    /** The bias in the value that a product of an attention reads. */
    static Optional<HeadBias> in(String value, Node reader, Graph graph) {
        List<Node> way = new ArrayList<>();
        String at = value;
        Node behind = reader;
        while (way.size() < FARTHEST && isReadBy(behind, at, graph)) {
            Optional<Node> producer = graph.producer(at);
            if (producer.isEmpty()) {
                return Optional.empty();
            }
            if (producer.get().is("Add")) {
                Collections.reverse(way);
                return of(producer.get(), way, graph);
            }
            way.add(producer.get());
            behind = producer.get();
            at = behind.inputs().get(0);
        }
        return Optional.empty();
    }

    /** Whether one node alone reads a value, apart from those that ask for its shape. */
    static boolean isReadBy(Node reader, String value, Graph graph) {
        return !graph.isOutput(value)
                && graph.consumers(value).stream()
                        .allMatch(node -> node == reader || node.is("Shape"));
    }

    private static Optional<HeadBias> of(Node add, List<Node> way, Graph graph) {
        Optional<Tensor> bias =
                graph.constantInput(add, 1)
                        .filter(b -> b.type() == ElementType.FLOAT && b.rank() == 1);
        boolean isOfProduct =
                graph.onlyProducer(add.inputs().get(0), add)
                        .filter(product -> product.is("MatMul"))
                        .filter(product -> graph.constantInput(product, 1).isPresent())
                        .isPresent();
        Optional<HeadAxes> axes =
                isOfProduct ? HeadAxes.ofLast(add.output(), graph) : Optional.empty();
        for (Node node : way) {
            axes = axes.flatMap(found -> found.behind(node, graph));
        }
        return bias.isPresent()
                        && axes.filter(a -> a.channels() == bias.get().elements()).isPresent()
                ? Optional.of(new HeadBias(add, bias.get(), way, axes.get()))
                : Optional.empty();
    }
}
