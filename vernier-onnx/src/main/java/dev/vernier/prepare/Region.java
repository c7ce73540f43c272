package dev.vernier.prepare;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Looks at the neighbourhood of a node. */
final class Region {

    /** More nodes than the longest decomposition has. */
    private static final int LARGEST = 24;

    private Region() {}

    /**
     * The nodes between a value and a node, both ways of a fork included, in the order of the
     * graph: every path backwards from {@code end} must lead to {@code root} or to a constant,
     * through the given operators only, and one at least to {@code root}.
     */
    static Optional<List<Node>> between(String root, Node end, Set<String> operators, Graph graph) {
        Set<Node> region = new LinkedHashSet<>();
        Deque<Node> open = new ArrayDeque<>(List.of(end));
        boolean rooted = false;
        while (!open.isEmpty()) {
            Node node = open.pop();
            if (!region.add(node)) {
                continue;
            }
            if (!isOneOf(node, operators) || region.size() > LARGEST) {
                return Optional.empty();
            }
            for (String input : node.inputs()) {
                Optional<Node> producer = graph.producer(input);
                if (input.equals(root)) {
                    rooted = true;
                } else if (producer.isPresent() && !isConstant(input, graph)) {
                    open.push(producer.get());
                } else if (!input.isEmpty() && !isConstant(input, graph)) {
                    return Optional.empty();
                }
            }
        }
        return rooted ? Optional.of(inOrder(region, graph)) : Optional.empty();
    }

    static List<Node> inOrder(Set<Node> members, Graph graph) {
        return graph.nodes().stream().filter(members::contains).toList();
    }

    static boolean isOneOf(Node node, Set<String> operators) {
        return node.op().isOnnx() && operators.contains(node.op().name());
    }

    /** Whether a value is the same in every run: a constant, here or in the graph around. */
    static boolean isConstant(String value, Graph graph) {
        return graph.initializers().containsKey(value)
                || graph.producer(value)
                        .map(node -> node.is("Constant"))
                        .orElse(!value.isEmpty() && !graph.isInput(value));
    }

    /** The input of a node with two inputs that is not constant, if the other one is. */
    static Optional<String> besideConstant(Node node, Graph graph) {
        if (node.inputs().size() != 2) {
            return Optional.empty();
        }
        boolean first = isConstant(node.inputs().get(0), graph);
        boolean second = isConstant(node.inputs().get(1), graph);
        return first == second ? Optional.empty() : Optional.of(node.inputs().get(first ? 1 : 0));
    }

    /** The other input of a node with two inputs. */
    static String other(Node node, String input) {
        return node.inputs().get(node.inputs().get(0).equals(input) ? 1 : 0);
    }

    /** The producer of a value, looking through Cast. */
    static Optional<Node> producerBehindCast(String value, Graph graph) {
        Optional<Node> producer = graph.producer(value);
        return producer.isPresent() && producer.get().is("Cast")
                ? producerBehindCast(producer.get().inputs().get(0), graph)
                : producer;
    }
}
