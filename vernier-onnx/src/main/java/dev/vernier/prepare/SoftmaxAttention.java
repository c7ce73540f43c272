package dev.vernier.prepare;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Recognizes attention from its Softmax:
 *
 * <pre>
 * scores = MatMul(Q, K);  p = Softmax(scores [* scale] [+ mask]);  y = MatMul(p, V)
 * </pre>
 *
 * <p>The two products are the nearest ones before and behind the Softmax; what lies on the way
 * belongs to the pattern. Does not fire where Q or K is constant, as behind a classifier's last
 * layer, or where no product follows.
 */
final class SoftmaxAttention implements PatternMatcher {

    private static final Set<String> PRODUCTS = Set.of("MatMul", "Einsum");

    private static final Set<String> BETWEEN =
            Set.of(
                    "Add",
                    "Sub",
                    "Mul",
                    "Div",
                    "Where",
                    "Cast",
                    "Reshape",
                    "Transpose",
                    "Squeeze",
                    "Unsqueeze",
                    "Clip",
                    "Identity",
                    "Dropout",
                    "Expand",
                    "Max");

    private static final int FARTHEST = 12;

    @Override
    public Optional<Pattern> match(Node anchor, Graph graph) {
        if (!anchor.is("Softmax")) {
            return Optional.empty();
        }
        Optional<List<Node>> before = path(anchor, node -> producers(node, graph), graph);
        Optional<List<Node>> behind = path(anchor, node -> consumers(node, graph), graph);
        if (before.isEmpty() || behind.isEmpty()) {
            return Optional.empty();
        }
        Set<Node> members = new LinkedHashSet<>(before.get());
        members.addAll(behind.get());
        return Optional.of(new Pattern(PatternKind.ATTENTION, Region.inOrder(members, graph)));
    }

    private static Collection<Node> producers(Node node, Graph graph) {
        return node.inputs().stream().flatMap(value -> graph.producer(value).stream()).toList();
    }

    private static Collection<Node> consumers(Node node, Graph graph) {
        return node.outputs().stream().flatMap(value -> graph.consumers(value).stream()).toList();
    }

    /** The shortest path from the Softmax to a product of two values, both ends included. */
    private static Optional<List<Node>> path(
            Node softmax, Function<Node, Collection<Node>> neighbours, Graph graph) {
        Map<Node, List<Node>> paths = new HashMap<>(Map.of(softmax, List.of(softmax)));
        Deque<Node> open = new ArrayDeque<>(List.of(softmax));
        while (!open.isEmpty()) {
            Node node = open.remove();
            List<Node> path = paths.getOrDefault(node, List.of());
            for (Node neighbour : neighbours.apply(node)) {
                boolean product = isProductOfValues(neighbour, graph);
                boolean between = Region.isOneOf(neighbour, BETWEEN) && path.size() < FARTHEST;
                if (paths.containsKey(neighbour) || (!product && !between)) {
                    continue;
                }
                List<Node> longer = new ArrayList<>(path);
                longer.add(neighbour);
                if (product) {
                    return Optional.of(longer);
                }
                paths.put(neighbour, longer);
                open.add(neighbour);
            }
        }
        return Optional.empty();
    }

    private static boolean isProductOfValues(Node node, Graph graph) {
        return Region.isOneOf(node, PRODUCTS)
                && node.inputs().stream().noneMatch(input -> Region.isConstant(input, graph));
    }
}
