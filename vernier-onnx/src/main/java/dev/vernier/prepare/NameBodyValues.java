package dev.vernier.prepare;

import dev.vernier.graph.Bodies;
import dev.vernier.graph.Graph;
import dev.vernier.graph.LocalNames;
import dev.vernier.graph.Model;
import dev.vernier.graph.Node;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Gives every value in the bodies of If, Loop and Scan a name that no other graph of the model
 * uses, so that plans and statistics can call it by:
 *
 * <pre>
 * If(c) {then: y = Neg(x); else: y = Abs(x)}  ->  If(c) {then: y = Neg(x); else: y_1 = Abs(x)}
 * </pre>
 *
 * <p>The first value of a name keeps it, outer before inner.
 */
final class NameBodyValues implements ModelStep {

    @Override
    public Prepared apply(Model model) {
        Graph named = nameBodies(model.graph(), new LinkedHashSet<>(model.graph().defined()));
        return Prepared.of(model.withGraph(named));
    }

    private static Graph nameBodies(Graph graph, Set<String> taken) {
        List<Node> nodes = new ArrayList<>();
        boolean changed = false;
        for (Node node : graph.nodes()) {
            Node named =
                    Bodies.map(
                            node,
                            body -> {
                                Graph own = LocalNames.avoid(body, taken);
                                taken.addAll(own.defined());
                                return nameBodies(own, taken);
                            });
            changed |= named != node;
            nodes.add(named);
        }
        return changed ? graph.toBuilder().nodes(nodes).build() : graph;
    }
}
