package dev.vernier.prepare;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.Node;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.ValueInfo;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Drops nodes none of whose outputs is read, the constants that only they read, and the types of
 * values that are gone; bodies included:
 *
 * <pre>
 * s = Shape(x);  h = Gather(s, 2);  y = Relu(x)  ->  y = Relu(x)
 * </pre>
 *
 * <p>One walk backwards over sorted nodes. A constant that nobody read before stays.
 */
final class DropUnusedNodes implements ModelStep {

    @Override
    public Prepared apply(Model model) {
        Graph graph = Nested.map(model.graph(), DropUnusedNodes::drop);
        return Prepared.of(model.withGraph(graph));
    }

    private static Graph drop(Graph graph) {
        Set<String> read = new HashSet<>();
        graph.outputs().forEach(output -> read.add(output.name()));
        List<Node> kept = new ArrayList<>();
        for (int i = graph.nodes().size() - 1; i >= 0; i--) {
            Node node = graph.nodes().get(i);
            if (node.outputs().stream().anyMatch(read::contains)) {
                kept.add(node);
                read.addAll(node.inputs());
                node.subgraphs().forEach(body -> read.addAll(body.captured()));
            }
        }
        if (kept.size() == graph.nodes().size()) {
            return graph;
        }
        Collections.reverse(kept);
        return graph.toBuilder()
                .nodes(kept)
                .initializers(constants(graph, read))
                .valueInfos(types(graph, kept))
                .build();
    }

    private static List<Tensor> constants(Graph graph, Set<String> read) {
        return graph.initializers().values().stream()
                .filter(t -> read.contains(t.name()) || graph.consumers(t.name()).isEmpty())
                .toList();
    }

    private static List<ValueInfo> types(Graph graph, List<Node> kept) {
        Set<String> written = new HashSet<>(graph.initializers().keySet());
        kept.forEach(node -> written.addAll(node.outputs()));
        return graph.valueInfos().stream().filter(v -> written.contains(v.name())).toList();
    }
}
