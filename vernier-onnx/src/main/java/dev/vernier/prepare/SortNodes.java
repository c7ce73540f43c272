package dev.vernier.prepare;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.ModelFormatException;
import dev.vernier.graph.Node;
import dev.vernier.graph.NodeOrder;
import java.util.List;

/**
 * Puts nodes into an order in which values are written before they are read, in bodies too:
 *
 * <pre>
 * y = Relu(c);  c = Conv(x, w)  ->  c = Conv(x, w);  y = Relu(c)
 * </pre>
 *
 * <p>Stable; a sorted graph stays as it is. A cycle is a {@link ModelFormatException}.
 */
final class SortNodes implements ModelStep {

    @Override
    public Prepared apply(Model model) {
        Graph sorted = Nested.map(model.graph(), SortNodes::sort);
        if (sorted == model.graph()) {
            return Prepared.of(model);
        }
        return Prepared.of(
                model.withGraph(sorted), List.of("nodes were not in order and have been sorted"));
    }

    private static Graph sort(Graph graph) {
        List<Node> sorted;
        try {
            sorted = NodeOrder.sort(graph.nodes());
        } catch (IllegalArgumentException cyclic) {
            throw new ModelFormatException(cyclic.getMessage() + ", graph=" + graph.name(), cyclic);
        }
        return sorted.equals(graph.nodes()) ? graph : graph.toBuilder().nodes(sorted).build();
    }
}
