package dev.vernier.rewrite;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Names;
import dev.vernier.graph.Scopes;
import dev.vernier.plan.QuantizationPlan;
import dev.vernier.target.FloatType;
import dev.vernier.target.Target;
import dev.vernier.target.Targets;
import java.util.List;

/** Graph and plan to quantized graph. Deterministic; the graph given is not changed. */
public final class Rewrite {

    /** The domain of what ONNX Runtime contributes. */
    private static final String RUNTIME = "com.microsoft";

    private Rewrite() {}

    /** In this order: pairs go in when nodes read their final constants. */
    private static List<RewriteRule> rules(Target target, Codes codes) {
        return List.of(
                new QuantizeTables(codes),
                new QuantizeRecurrences(target),
                new QuantizeAttention(target),
                new QuantizeDynamicProducts(codes),
                new QuantizeBiases(),
                new QuantizeWeights(codes),
                new InsertPairs(),
                new WriteHardSigmoidAsProduct(),
                new QuantizeFactors(target, codes),
                new WriteBiasedProductAsGemm(target),
                new HoldInFloat(target));
    }

    /**
     * The graph quantized for the target that the plan names.
     *
     * @throws IllegalArgumentException as {@link #rewrite(Graph, QuantizationPlan, Target)} does,
     *     and if no target of this name comes with the product
     */
    public static Graph rewrite(Graph graph, QuantizationPlan plan) {
        return rewrite(graph, plan, Targets.named(plan.target()));
    }

    /**
     * The quantized graph.
     *
     * @param target the target that the plan was made for
     * @throws IllegalArgumentException if the plan names a node, value or constant that the graph
     *     does not have
     * @throws dev.vernier.graph.UnsupportedModelException if the remainder is to be float16 and the
     *     graph has bodies
     */
    public static Graph rewrite(Graph graph, QuantizationPlan plan, Target target) {
        return rewrite(graph, plan, target, new MadeCodes());
    }

    /**
     * The quantized graph, the same wherever the codes come from.
     *
     * @param target the target that the plan was made for
     * @param codes where the integers of constants come from
     * @throws IllegalArgumentException as {@link #rewrite(Graph, QuantizationPlan, Target)} does
     * @throws dev.vernier.graph.UnsupportedModelException as that does
     */
    public static Graph rewrite(Graph graph, QuantizationPlan plan, Target target, Codes codes) {
        PlanCheck.requireFit(plan, graph);
        Names names = Names.of(graph);
        Graph quantized =
                withOpsets(
                        Scopes.map(
                                graph,
                                scope -> rewriteScope(scope, rules(target, codes), plan, names)));
        return plan.remainder() == FloatType.FLOAT16
                ? new HalveRemainder().apply(quantized, plan, names)
                : quantized;
    }

    /** With the runtime's own operator set, if a rule used it; bodies name those around them. */
    private static Graph withOpsets(Graph graph) {
        boolean own =
                graph.allNodes().stream().anyMatch(node -> node.op().domain().equals(RUNTIME));
        return own && !graph.opsets().versions().containsKey(RUNTIME)
                ? Scopes.map(graph, Rewrite::importing)
                : graph;
    }

    private static Graph importing(Graph graph) {
        return graph.toBuilder().opsets(graph.opsets().with(RUNTIME, 1)).build();
    }

    private static Graph rewriteScope(
            Graph graph, List<RewriteRule> rules, QuantizationPlan plan, Names names) {
        Graph rewritten = graph;
        for (RewriteRule rule : rules) {
            rewritten = rule.apply(rewritten, plan, names);
        }
        return rewritten;
    }
}
