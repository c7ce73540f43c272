package dev.vernier.model;

import dev.vernier.graph.Attribute;
import dev.vernier.graph.Extras;
import dev.vernier.graph.Function;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.Node;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.ValueInfo;
import dev.vernier.graph.ValueType.OtherType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * A graph of a model that checks look at: the main graph, a body of a node, or a function, which is
 * treated as the graph that it is.
 *
 * @param graph the graph
 * @param place where it stands
 * @param depth 1 for the main graph and for functions, one more for each node around it
 */
record GraphScope(Graph graph, Place place, int depth) {

    /** What one who made the model can do about its depth. */
    static final String FEWER = ", export it with fewer bodies inside of bodies";

    /**
     * All graphs of a model, outer before inner. Iterative.
     *
     * @throws dev.vernier.graph.ModelFormatException if they are nested too deep
     */
    static List<GraphScope> all(Model model, Place file) {
        Deque<GraphScope> pending = new ArrayDeque<>();
        pending.add(new GraphScope(model.graph(), file.in("graph", model.graph().name()), 1));
        for (Function function : model.functions()) {
            Place place = file.in("function", function.op().toString());
            pending.add(new GraphScope(asGraph(function), place, 1));
        }
        List<GraphScope> all = new ArrayList<>();
        while (!pending.isEmpty()) {
            GraphScope scope = pending.remove();
            if (Limit.GRAPH_DEPTH.isExceededBy(scope.depth)) {
                throw scope.place.refuse(
                        "graphs must be nested at most " + Limit.GRAPH_DEPTH.value() + " deep",
                        Limit.GRAPH_DEPTH.remedy() + FEWER);
            }
            all.add(scope);
            for (Node node : scope.graph.nodes()) {
                node.subgraphs().forEach(body -> pending.add(scope.inside(node, body)));
            }
        }
        return all;
    }

    private GraphScope inside(Node node, Graph body) {
        return new GraphScope(body, at(node).in("graph", body.name()), depth + 1);
    }

    private static Graph asGraph(Function function) {
        return Graph.builder(function.op().name(), function.opsets())
                .inputs(function.inputs().stream().map(GraphScope::value).toList())
                .outputs(function.outputs().stream().map(GraphScope::value).toList())
                .nodes(function.nodes())
                .build();
    }

    private static ValueInfo value(String name) {
        return new ValueInfo(name, new OtherType(Extras.NONE));
    }

    /** The place of a node of this graph. */
    Place at(Node node) {
        return place.in("node", node.label());
    }

    /** Hands over each tensor of this graph, those of subgraphs apart, with its place. */
    void forEachTensor(BiConsumer<Tensor, Place> action) {
        for (Tensor tensor : graph.initializers().values()) {
            action.accept(tensor, place.in("initializer", tensor.name()));
        }
        for (Node node : graph.nodes()) {
            for (Attribute attribute : node.attributes().values()) {
                if (attribute instanceof Attribute.TensorValue value) {
                    action.accept(value.value(), at(node).in("attribute", attribute.name()));
                }
            }
        }
    }
}
