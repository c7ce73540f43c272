package dev.vernier.rewrite;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.plan.NodeDecision;
import dev.vernier.plan.QuantizationPlan;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The nodes of a graph that the plan does something with, each with its decision. */
final class PlannedNodes {

    private PlannedNodes() {}

    static Map<Node, NodeDecision> of(Graph graph, QuantizationPlan plan) {
        Map<String, NodeDecision> byName = new HashMap<>();
        plan.integerNodes().forEach(decision -> byName.put(decision.node(), decision));
        Map<Node, NodeDecision> planned = new LinkedHashMap<>();
        for (Node node : graph.nodes()) {
            NodeDecision decision = byName.get(node.name());
            if (decision != null) {
                planned.put(node, decision);
            }
        }
        return planned;
    }
}
