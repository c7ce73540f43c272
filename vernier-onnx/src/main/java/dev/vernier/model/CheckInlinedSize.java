package dev.vernier.model;

import dev.vernier.graph.Function;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.Node;
import dev.vernier.graph.OpType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Local functions, written out where they are called, come to no more than {@value #MOST} nodes.
 * Thirty functions of which each calls the next one twice come to a billion.
 *
 * <p>Relies on functions not calling themselves. Linear in the nodes and the depth of calls.
 */
final class CheckInlinedSize implements ModelCheck {

    private static final long MOST = 1_000_000;

    @Override
    public void check(Model model, List<GraphScope> graphs, Place file) {
        if (model.functions().isEmpty()) {
            return;
        }
        Map<OpType, Long> sizes = new HashMap<>();
        model.functions().forEach(function -> sizes.put(function.op(), 1L));
        // A function is right one round after those that it calls; there is no more to add then.
        for (boolean changed = true; changed; ) {
            changed = false;
            for (Function function : model.functions()) {
                long size = size(function.nodes(), sizes);
                if (size > MOST) {
                    throw tooLarge(file.in("function", function.op().toString()), size);
                }
                Long before = sizes.put(function.op(), Math.max(1, size));
                changed |= before == null || before < size;
            }
        }
        long whole = size(model.graph().nodes(), sizes);
        if (whole - model.graph().allNodes().size() > MOST) {
            throw tooLarge(file, whole);
        }
    }

    private static RuntimeException tooLarge(Place place, long size) {
        return place.refuse(
                "local functions must come to at most "
                        + MOST
                        + " nodes where they are called; nodes="
                        + size);
    }

    /** Nodes of bodies included. */
    private static long size(List<Node> nodes, Map<OpType, Long> sizes) {
        long size = 0;
        Deque<List<Node>> pending = new ArrayDeque<>();
        pending.add(nodes);
        while (!pending.isEmpty()) {
            for (Node node : pending.remove()) {
                size += sizes.getOrDefault(node.op(), 1L);
                node.subgraphs().map(Graph::nodes).forEach(pending::add);
            }
        }
        return size;
    }
}
