package dev.vernier.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A graph and the bodies of its If, Loop and Scan nodes, each as a graph of its own that has the
 * constants and the types of what it reads from the graphs around it:
 *
 * <pre>
 * const w;  y = If(c) {then: z = MatMul(x, w)}
 *   -> the graph itself;  the body with {@code const w} and the type of x
 * </pre>
 *
 * <p>So whoever looks at one graph looks at all of them in the same way. Bodies of other operators
 * are left out: no value can be watched in them. Immutable.
 */
public final class Scopes {

    private static final Set<String> CONTROL_FLOW = Set.of("If", "Loop", "Scan");

    private final List<Graph> graphs;
    private final Map<String, Graph> defining;

    private Scopes(List<Graph> graphs) {
        this.graphs = List.copyOf(graphs);
        this.defining = new HashMap<>();
        for (Graph graph : graphs) {
            graph.inputs().forEach(input -> defining.putIfAbsent(input.name(), graph));
            for (Node node : graph.nodes()) {
                node.outputs().forEach(output -> defining.putIfAbsent(output, graph));
            }
        }
    }

    /** The graph first, then each body, outer before inner, in the order of the nodes. */
    public static Scopes of(Graph graph) {
        List<Graph> graphs = new ArrayList<>();
        collect(graph, graphs);
        return new Scopes(graphs);
    }

    private static void collect(Graph graph, List<Graph> graphs) {
        graphs.add(graph);
        for (Node node : graph.nodes()) {
            if (hasScopes(node)) {
                node.subgraphs().forEach(body -> collect(view(body, graph), graphs));
            }
        }
    }

    /** Whether the bodies of this node are scopes: If, Loop, Scan. */
    public static boolean hasScopes(Node node) {
        return node.op().isOnnx() && CONTROL_FLOW.contains(node.op().name());
    }

    public List<Graph> graphs() {
        return graphs;
    }

    /** All nodes, in the order of {@link #graphs}. */
    public List<Node> nodes() {
        return graphs.stream().flatMap(graph -> graph.nodes().stream()).toList();
    }

    /**
     * The graph of which this is an input, or in which a node writes it; of prepared graphs there
     * is no more than one.
     */
    public Optional<Graph> defining(String value) {
        return Optional.ofNullable(defining.get(value));
    }

    /** The constant of this name that the graph, or a body, has. */
    public Optional<Tensor> constant(String name) {
        return graphs.stream().flatMap(graph -> graph.constant(name).stream()).findFirst();
    }

    /** The nodes that read a value, in any graph; not those whose bodies do. */
    public List<Node> readers(String value) {
        return graphs.stream()
                .flatMap(graph -> graph.consumers(value).stream())
                .filter(node -> !hasScopes(node) || node.inputs().contains(value))
                .toList();
    }

    /** Whether this is what the graph, or one of the bodies, gives. */
    public boolean isOutput(String value) {
        return graphs.stream().anyMatch(graph -> graph.isOutput(value));
    }

    /**
     * The graph with other values of a constant, which it or one of its bodies has.
     *
     * @throws IllegalArgumentException if there is no constant of this name
     */
    public static Graph withConstant(Graph graph, Tensor constant) {
        Graph changed = replaced(graph, constant);
        if (changed == graph) {
            throw new IllegalArgumentException(
                    "constant must be one of the graph or of a body; name=" + constant.name());
        }
        return changed;
    }

    private static Graph replaced(Graph graph, Tensor constant) {
        Map<String, Tensor> constants = new LinkedHashMap<>(graph.initializers());
        if (constants.replace(constant.name(), constant) != null) {
            return graph.toBuilder().initializers(constants.values()).build();
        }
        List<Node> nodes = new ArrayList<>();
        boolean changed = false;
        for (Node node : graph.nodes()) {
            Node mapped = Bodies.map(node, body -> replaced(body, constant));
            changed |= mapped != node;
            nodes.add(mapped);
        }
        return changed ? graph.toBuilder().nodes(nodes).build() : graph;
    }

    /** Changes the graph or body in which a node writes a value, as {@link #map} does. */
    public static Graph mapWriting(String value, Graph graph, UnaryOperator<Graph> change) {
        return map(graph, scope -> scope.producer(value).isPresent() ? change.apply(scope) : scope);
    }

    /** Changes each body, inner before outer, and then the graph itself. */
    public static Graph map(Graph graph, UnaryOperator<Graph> change) {
        return change.apply(mapBodies(graph, body -> map(body, change)));
    }

    /**
     * Changes the bodies of the graph's own nodes, each as a graph of its own. Constants that they
     * read no more are dropped from the graph around them.
     */
    public static Graph mapBodies(Graph graph, UnaryOperator<Graph> change) {
        List<Node> nodes = new ArrayList<>();
        boolean changed = false;
        for (Node node : graph.nodes()) {
            Node mapped = Bodies.map(node, body -> inside(body, graph, change));
            changed |= mapped != node;
            nodes.add(mapped);
        }
        return changed ? Unused.dropFrom(graph.toBuilder().nodes(nodes).build(), graph) : graph;
    }

    private static Graph inside(Graph body, Graph around, UnaryOperator<Graph> change) {
        Graph seen = view(body, around);
        Graph changed = change.apply(seen);
        if (changed == seen) {
            return body;
        }
        Set<String> captured = body.captured();
        return changed.toBuilder()
                .initializers(
                        changed.initializers().values().stream()
                                .filter(
                                        tensor ->
                                                !tensor.equals(
                                                        around.initializers().get(tensor.name())))
                                .toList())
                .valueInfos(
                        changed.valueInfos().stream()
                                .filter(value -> !captured.contains(value.name()))
                                .toList())
                .build();
    }

    private static Graph view(Graph body, Graph around) {
        Map<String, Tensor> constants = new LinkedHashMap<>(body.initializers());
        List<ValueInfo> types = new ArrayList<>(body.valueInfos());
        for (String value : body.captured()) {
            around.constant(value).ifPresent(tensor -> constants.put(value, tensor));
            around.valueInfo(value).ifPresent(types::add);
        }
        return constants.size() == body.initializers().size()
                        && types.size() == body.valueInfos().size()
                ? body
                : body.toBuilder().initializers(constants.values()).valueInfos(types).build();
    }
}
