package dev.vernier.rewrite;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Scopes;
import dev.vernier.plan.NodeDecision;
import dev.vernier.plan.QuantizationPlan;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/** Refuses a plan that speaks of things the graph does not have, before anything is changed. */
final class PlanCheck {

    private PlanCheck() {}

    static void requireFit(QuantizationPlan plan, Graph graph) {
        Set<String> nodes = new HashSet<>();
        Set<String> constants = new HashSet<>();
        for (Graph scope : Scopes.of(graph).graphs()) {
            scope.nodes().forEach(node -> nodes.add(node.name()));
            constants.addAll(scope.initializers().keySet());
        }
        for (NodeDecision decision : plan.integerNodes()) {
            require(nodes.contains(decision.node()), "node", decision.node(), decision);
            Stream.concat(decision.quantizedInputs().stream(), decision.quantizedOutput().stream())
                    .forEach(
                            value ->
                                    require(
                                            plan.activations().containsKey(value),
                                            "scale for value",
                                            value,
                                            decision));
            Stream.concat(decision.weight().stream(), decision.bias().stream())
                    .forEach(name -> require(constants.contains(name), "constant", name, decision));
            require(
                    decision.weight().isEmpty() || plan.weights().containsKey(decision.node()),
                    "weight scales for node",
                    decision.node(),
                    decision);
        }
    }

    private static void require(boolean holds, String what, String name, NodeDecision decision) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "plan must fit the graph: no "
                            + what
                            + " "
                            + name
                            + "; node="
                            + decision.node()
                            + ", op="
                            + decision.op());
        }
    }
}
