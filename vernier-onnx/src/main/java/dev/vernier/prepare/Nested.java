package dev.vernier.prepare;

import dev.vernier.graph.Bodies;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Maps a graph together with the bodies of its If, Loop and Scan nodes. */
final class Nested {

    private Nested() {}

    /** Applies {@code change} to each body, inner before outer, and then to the graph itself. */
    static Graph map(Graph graph, UnaryOperator<Graph> change) {
        List<Node> nodes = new ArrayList<>();
        boolean changed = false;
        for (Node node : graph.nodes()) {
            Node mapped = Bodies.map(node, body -> map(body, change));
            changed |= mapped != node;
            nodes.add(mapped);
        }
        return change.apply(changed ? graph.toBuilder().nodes(nodes).build() : graph);
    }
}
