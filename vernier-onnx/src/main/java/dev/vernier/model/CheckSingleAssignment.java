package dev.vernier.model;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Every value of a graph has one producer. An input may have an initializer, which is its default;
 * a subgraph may use a name of the graph around it again.
 */
final class CheckSingleAssignment implements ModelCheck {

    @Override
    public void check(Model model, List<GraphScope> graphs, Place file) {
        graphs.forEach(CheckSingleAssignment::check);
    }

    private static void check(GraphScope scope) {
        Graph graph = scope.graph();
        Map<String, String> producers = new HashMap<>();
        graph.inputs().forEach(input -> put(input.name(), "input", producers, scope));
        for (String name : graph.initializers().keySet()) {
            producers.put(name, "initializer");
        }
        graph.sparseInitializers().forEach(s -> put(s.name(), "initializer", producers, scope));
        for (Node node : graph.nodes()) {
            for (String output : node.outputs()) {
                if (!output.isEmpty()) {
                    put(output, "node " + node.label(), producers, scope);
                }
            }
        }
    }

    private static void put(
            String value, String producer, Map<String, String> producers, GraphScope scope) {
        String before = producers.put(value, producer);
        if (before != null) {
            throw scope.place()
                    .refuse(
                            "value must have one producer; value="
                                    + value
                                    + ", producers="
                                    + before
                                    + " and "
                                    + producer);
        }
    }
}
