package dev.vernier.runner;

import dev.vernier.graph.Bodies;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.Node;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Takes the names from nodes where two share one, which ONNX allows and ONNX Runtime does not:
 *
 * <pre>
 * [a] y = Relu(x);  [a] z = Neg(y)  ->  [] y = Relu(x);  [] z = Neg(y)
 * </pre>
 *
 * <p>Bodies included. Stateless.
 */
final class NodesWithoutNames {

    private NodesWithoutNames() {}

    /** The model without names of nodes; empty if no two nodes share one. */
    static Optional<Model> of(Model model) {
        Set<String> names = new HashSet<>();
        boolean unique =
                model.graph().allNodes().stream()
                        .map(Node::name)
                        .allMatch(name -> name.isEmpty() || names.add(name));
        return unique ? Optional.empty() : Optional.of(model.withGraph(without(model.graph())));
    }

    private static Graph without(Graph graph) {
        List<Node> nodes =
                graph.nodes().stream()
                        .map(node -> Bodies.map(node, NodesWithoutNames::without).withName(""))
                        .toList();
        return graph.toBuilder().nodes(nodes).build();
    }
}
