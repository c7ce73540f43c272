package dev.vernier.rewrite;

import dev.vernier.graph.Graph;
import dev.vernier.plan.QuantizationPlan;
import java.util.List;

/** Graph and plan to quantized graph. Deterministic; the graph given is not changed. */
public final class Rewrite {

    /** In this order: pairs go in last, when nodes read their final constants. */
    private static final List<RewriteRule> RULES =
            List.of(
                    new QuantizeTables(),
                    new QuantizeBiases(),
                    new QuantizeWeights(),
                    new InsertPairs());

    private Rewrite() {}

    /**
     * The quantized graph.
     *
     * @throws IllegalArgumentException if the plan names a node, value or constant that the graph
     *     does not have
     */
    public static Graph rewrite(Graph graph, QuantizationPlan plan) {
        PlanCheck.requireFit(plan, graph);
        Graph rewritten = graph;
        for (RewriteRule rule : RULES) {
            rewritten = rule.apply(rewritten, plan);
        }
        return rewritten;
    }
}
