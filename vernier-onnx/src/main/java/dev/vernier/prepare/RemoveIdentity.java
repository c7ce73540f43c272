package dev.vernier.prepare;

import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphEdit;
import dev.vernier.graph.GraphRule;
import dev.vernier.graph.Node;
import java.util.Optional;

/**
 * Takes Identity out, so that weights and values behind it are seen where they are used:
 *
 * <pre>
 * b = Identity(a);  y = MatMul(x, b)  ->  y = MatMul(x, a)
 * </pre>
 *
 * <p>Does not fire where it connects an input, a constant or another output to a graph output.
 */
final class RemoveIdentity implements GraphRule {

    @Override
    public Optional<GraphEdit> apply(Node node, Graph graph) {
        return node.is("Identity") ? Bypass.of(node, graph) : Optional.empty();
    }
}
