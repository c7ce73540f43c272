package dev.vernier.evaluate;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.graph.ValueInfo;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Keeps of a graph what its outputs need: nodes and inputs; constants stay. */
final class ReachedNodes {

    private ReachedNodes() {}

    static Graph only(Graph graph) {
        Set<String> needed = new HashSet<>();
        Deque<String> open = new ArrayDeque<>();
        graph.outputs().forEach(output -> open.add(output.name()));
        while (!open.isEmpty()) {
            String value = open.pop();
            if (needed.add(value)) {
                graph.producer(value).ifPresent(node -> open.addAll(reads(node)));
            }
        }
        List<Node> nodes =
                graph.nodes().stream()
                        .filter(node -> node.outputs().stream().anyMatch(needed::contains))
                        .toList();
        List<ValueInfo> inputs =
                graph.inputs().stream().filter(input -> needed.contains(input.name())).toList();
        return graph.toBuilder().nodes(nodes).inputs(inputs).build();
    }

    /** What a node reads, in its bodies too. */
    static List<String> reads(Node node) {
        List<String> reads = new ArrayList<>(node.inputs());
        node.subgraphs().forEach(body -> reads.addAll(body.captured()));
        return reads;
    }
}
