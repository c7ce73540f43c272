package dev.vernier.plan;

import dev.vernier.graph.Graph;
import dev.vernier.graph.NearNames;
import dev.vernier.graph.Node;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which nodes a user allows to compute in integers.
 *
 * @param included if there are any, only nodes that one of these picks may
 * @param excluded nodes that one of these picks may not, included or not
 */
public record Selection(List<NodeFilter> included, List<NodeFilter> excluded) {

    /** Every node may. */
    public static final Selection ALL = new Selection(List.of(), List.of());

    public Selection {
        included = List.copyOf(included);
        excluded = List.copyOf(excluded);
    }

    /** This, and only nodes that this filter or another included one picks. */
    public Selection including(NodeFilter filter) {
        return new Selection(with(included, filter), excluded);
    }

    /** This without the nodes that the filter picks. */
    public Selection excluding(NodeFilter filter) {
        return new Selection(included, with(excluded, filter));
    }

    private static List<NodeFilter> with(List<NodeFilter> filters, NodeFilter filter) {
        List<NodeFilter> more = new ArrayList<>(filters);
        more.add(filter);
        return more;
    }

    /**
     * The nodes of a graph that stay in float.
     *
     * @throws SelectionException if a filter picks nothing; the message has names that are near
     */
    public Exclusions exclusionsIn(Graph graph) {
        Exclusions exclusions = Exclusions.NONE;
        for (NodeFilter filter : excluded) {
            for (Node node : pick(filter, graph)) {
                exclusions = exclusions.with(node.name(), Reason.EXCLUDED, "by " + filter);
            }
        }
        if (!included.isEmpty()) {
            Set<Node> allowed = new LinkedHashSet<>();
            included.forEach(filter -> allowed.addAll(pick(filter, graph)));
            for (Node node : graph.allNodes()) {
                if (!allowed.contains(node)) {
                    exclusions = exclusions.with(node.name(), Reason.EXCLUDED, "not included");
                }
            }
        }
        return exclusions;
    }

    private static Set<Node> pick(NodeFilter filter, Graph graph) {
        Set<Node> picked = filter.pick(graph);
        if (picked.isEmpty()) {
            throw new SelectionException(
                    "node filter must match a node of the model; filter="
                            + filter
                            + ", near names="
                            + NearNames.to(wanted(filter), names(filter, graph)));
        }
        return picked;
    }

    private static String wanted(NodeFilter filter) {
        return filter instanceof NodeFilter.Between between ? between.from() : filter.toString();
    }

    private static Stream<String> names(NodeFilter filter, Graph graph) {
        return filter instanceof NodeFilter.ByType
                ? graph.allNodes().stream().map(node -> node.op().toString())
                : graph.allNodes().stream().map(Node::name);
    }
}
