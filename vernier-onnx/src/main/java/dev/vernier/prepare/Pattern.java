package dev.vernier.prepare;

import dev.vernier.graph.Node;
import java.util.List;

/**
 * Nodes that compute one thing together.
 *
 * @param kind what they compute
 * @param nodes the nodes, in the order of the graph, at least one
 */
public record Pattern(PatternKind kind, List<Node> nodes) {

    public Pattern {
        nodes = List.copyOf(nodes);
        if (nodes.isEmpty()) {
            throw new IllegalArgumentException("pattern must have nodes; kind=" + kind);
        }
    }
}
