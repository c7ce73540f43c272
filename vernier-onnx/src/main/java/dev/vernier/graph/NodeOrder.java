package dev.vernier.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Sorts nodes so that every value is written before it is read.
 *
 * <p>Stable: a list that is already sorted comes back as it is; otherwise a node moves only as far
 * forward as a reader of its outputs requires. Iterative, so that depth costs heap and not stack;
 * linear in nodes and edges.
 */
public final class NodeOrder {

    private NodeOrder() {}

    /**
     * The nodes in an order in which producers stand before consumers.
     *
     * @throws IllegalArgumentException if there is a cycle; the message names its nodes
     */
    public static List<Node> sort(List<Node> nodes) {
        Map<String, Node> producers = new HashMap<>();
        nodes.forEach(node -> node.outputs().forEach(output -> producers.put(output, node)));
        producers.remove("");
        List<Node> sorted = new ArrayList<>(nodes.size());
        Set<Node> done = new LinkedHashSet<>();
        for (Node node : nodes) {
            if (!done.contains(node)) {
                visit(node, producers, done, sorted);
            }
        }
        return sorted;
    }

    private record Frame(Node node, Iterator<Node> pending) {}

    private static void visit(
            Node root, Map<String, Node> producers, Set<Node> done, List<Node> sorted) {
        Deque<Frame> path = new ArrayDeque<>();
        Set<Node> onPath = new LinkedHashSet<>();
        path.push(new Frame(root, needs(root, producers)));
        onPath.add(root);
        while (!path.isEmpty()) {
            Frame frame = path.peek();
            if (!frame.pending().hasNext()) {
                path.pop();
                onPath.remove(frame.node());
                done.add(frame.node());
                sorted.add(frame.node());
                continue;
            }
            Node need = frame.pending().next();
            if (onPath.contains(need)) {
                throw new IllegalArgumentException(
                        "graph must be acyclic; cycle=" + cycle(path, need));
            }
            if (!done.contains(need)) {
                path.push(new Frame(need, needs(need, producers)));
                onPath.add(need);
            }
        }
    }

    private static Iterator<Node> needs(Node node, Map<String, Node> producers) {
        Set<String> reads = new LinkedHashSet<>(node.inputs());
        node.subgraphs().forEach(body -> reads.addAll(body.captured()));
        return reads.stream().filter(producers::containsKey).map(producers::get).iterator();
    }

    private static String cycle(Deque<Frame> path, Node closing) {
        List<String> labels = new ArrayList<>();
        for (Frame frame : path) {
            labels.add(frame.node().label());
            if (frame.node() == closing) {
                break;
            }
        }
        Collections.reverse(labels);
        labels.add(closing.label());
        return labels.stream().limit(20).collect(Collectors.joining(" -> "));
    }
}
