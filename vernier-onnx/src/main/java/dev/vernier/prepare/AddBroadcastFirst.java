package dev.vernier.prepare;

import dev.vernier.graph.Dimension;
import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphEdit;
import dev.vernier.graph.GraphRule;
import dev.vernier.graph.Names;
import dev.vernier.graph.Node;
import dev.vernier.graph.Shape;
import dev.vernier.graph.ValueInfo;
import java.util.List;
import java.util.Optional;

/**
 * Lets the last sum before a normalization be one of two values of equal shape:
 *
 * <pre>
 * y = Add(Add(a, b), c)  ->  y = Add(Add(a, c), b)      a, b, y: [n,k]; c: [1,k]; y is normalized
 * </pre>
 *
 * <p>So embeddings of words, kinds and positions are summed. ONNX Runtime 1.29 takes a sum into the
 * normalization behind it, SkipLayerNormalization, only if both shapes are proven to be equal.
 *
 * <p>Does not fire where somebody else reads the first sum, or where c has the shape of y.
 */
final class AddBroadcastFirst implements GraphRule {

    @Override
    public Optional<GraphEdit> apply(Node node, Graph graph) {
        if (!node.is("Add") || !isNormalized(node.output(), graph)) {
            return Optional.empty();
        }
        Optional<GraphEdit> edit = exchange(node, 0, 1, graph);
        return edit.isPresent() ? edit : exchange(node, 1, 0, graph);
    }

    private static boolean isNormalized(String value, Graph graph) {
        return graph.consumers(value).stream()
                .anyMatch(reader -> reader.is("LayerNormalization") || reader.is("ReduceMean"));
    }

    private static Optional<GraphEdit> exchange(Node last, int sum, int operand, Graph graph) {
        String broadcast = last.inputs().get(operand);
        Optional<Shape> shape = graph.shape(last.output());
        Optional<Shape> small = graph.shape(broadcast);
        return graph.onlyProducer(last.inputs().get(sum), last)
                .filter(first -> first.is("Add"))
                .filter(first -> shape.isPresent() && isProven(shape.get()))
                .filter(first -> small.isPresent() && !small.equals(shape))
                .filter(first -> first.inputs().stream().map(graph::shape).allMatch(shape::equals))
                .map(first -> exchanged(first, last, broadcast, graph));
    }

    private static boolean isProven(Shape shape) {
        return !shape.dimensions().contains(Dimension.UNKNOWN);
    }

    private static GraphEdit exchanged(Node first, Node last, String broadcast, Graph graph) {
        String sum = Names.of(graph).fresh(last.output() + "_first");
        GraphEdit edit = new GraphEdit();
        graph.valueInfo(last.output())
                .map(info -> new ValueInfo(sum, info.type(), info.extras()))
                .ifPresent(edit::valueInfo);
        return edit.replace(
                        first,
                        first.withInputs(List.of(first.inputs().get(0), broadcast))
                                .withOutputs(List.of(sum)))
                .replace(last, last.withInputs(List.of(sum, first.inputs().get(1))));
    }
}
