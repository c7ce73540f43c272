package dev.vernier.graph;

import java.util.List;

/** Small pieces of graphs for tests. */
final class Values {

    private Values() {}

    static ValueInfo floats(String name, long... lengths) {
        return ValueInfo.tensor(name, ElementType.FLOAT, Shape.of(lengths));
    }

    /** A node named after its output. */
    static Node node(String op, String output, String... inputs) {
        return Node.of(output, op, List.of(inputs), List.of(output));
    }

    /** A graph with these nodes, from x to y. */
    static Graph graph(Node... nodes) {
        return Graph.builder("g", Opsets.of(17))
                .input(floats("x", 2))
                .output(floats("y", 2))
                .nodes(List.of(nodes))
                .build();
    }

    /** A body without inputs. */
    static Graph body(String output, Node... nodes) {
        return Graph.builder("body", Opsets.of(17))
                .output(floats(output, 2))
                .nodes(List.of(nodes))
                .build();
    }

    /** A node with one body. */
    static Node withBody(String output, Graph body, String... inputs) {
        return node("If", output, inputs)
                .withAttributes(List.of(new Attribute.GraphValue("body", body)));
    }

    static Graph body(Node node) {
        return node.subgraphs().findFirst().orElseThrow();
    }

    static List<String> names(List<Node> nodes) {
        return nodes.stream().map(Node::name).toList();
    }
}
