package dev.vernier.prepare;

import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphEdit;
import dev.vernier.graph.Node;
import java.util.List;
import java.util.Optional;

/**
 * Takes a node out that hands its first input on as its first output:
 *
 * <pre>
 * a = F(x);  b = Identity(a);  c = G(b)      ->  a = F(x);  c = G(a)
 * a = F(x);  out = Identity(a);  c = G(a)    ->  out = F(x);  c = G(out)
 * </pre>
 *
 * <p>Graph outputs keep their names. Where the node connects a graph input, a constant, a captured
 * value or another graph output to a graph output, it has to stay.
 */
final class Bypass {

    private Bypass() {}

    static Optional<GraphEdit> of(Node node, Graph graph) {
        String input = node.input(0).orElse("");
        String output = node.output();
        if (input.isEmpty() || output.isEmpty()) {
            return Optional.empty();
        }
        if (!graph.isOutput(output)) {
            return Optional.of(new GraphEdit().remove(node).readInstead(output, input));
        }
        if (graph.isOutput(input)) {
            return Optional.empty();
        }
        return graph.producer(input).map(producer -> rename(producer, input, node));
    }

    private static GraphEdit rename(Node producer, String input, Node node) {
        String output = node.output();
        List<String> outputs =
                producer.outputs().stream().map(o -> o.equals(input) ? output : o).toList();
        return new GraphEdit()
                .remove(node)
                .replace(producer, producer.withOutputs(outputs))
                .readInstead(input, output);
    }
}
