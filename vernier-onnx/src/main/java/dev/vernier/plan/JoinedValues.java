package dev.vernier.plan;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Looks behind a value for the values that a Concat has put side by side in it:
 *
 * <pre>
 * c = Concat(amounts, one_hot);  r = Reshape(c);  y = Gemm(r, w)    of r: amounts, one_hot
 * </pre>
 *
 * <p>They may be of different kind, and a product that reads them has one scale for all.
 */
final class JoinedValues {

    /** What has the same values behind it as before it. */
    private static final Set<String> MOVING =
            Set.of("Reshape", "Flatten", "Transpose", "Squeeze", "Unsqueeze", "Identity");

    private JoinedValues() {}

    /** The values that were joined, constants left out; empty where there is no Concat. */
    static List<String> of(String value, Graph graph) {
        Optional<Node> producer = graph.producer(value).filter(node -> node.op().isOnnx());
        if (producer.isEmpty()) {
            return List.of();
        }
        Node node = producer.get();
        if (MOVING.contains(node.op().name())) {
            return of(node.inputs().get(0), graph);
        }
        return node.is("Concat")
                ? node.inputs().stream().flatMap(input -> parts(input, graph)).distinct().toList()
                : List.of();
    }

    private static Stream<String> parts(String input, Graph graph) {
        List<String> inner = of(input, graph);
        return inner.isEmpty()
                ? Stream.of(input).filter(value -> graph.constant(value).isEmpty())
                : inner.stream();
    }
}
