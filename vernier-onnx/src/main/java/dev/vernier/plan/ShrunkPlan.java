package dev.vernier.plan;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.plan.Exclusions.Exclusion;
import dev.vernier.target.Target;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A finished plan from which nodes are taken out: the placement is made again without them, and
 * what is still quantized keeps the scales that it has.
 *
 * <p>That always suffices: leaving a node in float only ever shrinks the placement, so every value
 * and constant that is still quantized was before. Immutable; no weight is read.
 */
public final class ShrunkPlan {

    private final Graph graph;
    private final Target target;
    private final QuantizationPlan plan;
    private final Exclusions decided;
    private final Map<String, String> dynamic = new LinkedHashMap<>();

    /**
     * @param graph what the plan speaks of
     */
    public ShrunkPlan(Graph graph, Target target, QuantizationPlan plan) {
        this.graph = graph;
        this.target = target;
        this.plan = plan;
        Set<String> names = new HashSet<>();
        graph.allNodes().stream().map(Node::name).forEach(names::add);
        Map<String, Exclusion> excluded = new LinkedHashMap<>();
        for (NodeDecision decision : plan.nodes()) {
            if (!names.contains(decision.node())) {
                continue;
            }
            if (DynamicProducts.is(decision)) {
                dynamic.put(decision.node(), decision.detail());
                excluded.put(decision.node(), new Exclusion(Reason.SENSITIVE, ""));
            } else if (!decision.isInteger()) {
                excluded.put(decision.node(), new Exclusion(decision.reason(), decision.detail()));
            }
        }
        this.decided = new Exclusions(excluded);
    }

    /**
     * The plan with more nodes out of it.
     *
     * @param inFloat node -> what to say of it
     * @param asTheyCome nodes that quantize what they read as it comes, see {@link DynamicProducts}
     *     -> what to say of them
     */
    public QuantizationPlan without(Map<String, String> inFloat, Map<String, String> asTheyCome) {
        if (inFloat.isEmpty() && asTheyCome.isEmpty()) {
            return plan;
        }
        Exclusions exclusions = decided;
        for (Map<String, String> nodes : List.of(inFloat, asTheyCome)) {
            for (Map.Entry<String, String> node : nodes.entrySet()) {
                exclusions = exclusions.with(node.getKey(), Reason.SENSITIVE, node.getValue());
            }
        }
        Map<String, String> dynamics = new LinkedHashMap<>(dynamic);
        dynamics.putAll(asTheyCome);
        return kept(Placement.of(graph, target, exclusions), dynamics);
    }

    /** The plan placed again, for a graph that got nodes; it has a scale for what these write. */
    public QuantizationPlan again() {
        return kept(Placement.of(graph, target, decided), dynamic);
    }

    private QuantizationPlan kept(Placement placement, Map<String, String> dynamics) {
        List<NodeDecision> decisions = new ArrayList<>();
        Set<String> values = new HashSet<>();
        Map<String, WeightPlan> weights = new LinkedHashMap<>();
        for (NodeDecision placed : placement.decisions()) {
            String detail = dynamics.get(placed.node());
            NodeDecision decision =
                    detail == null
                            ? placed
                            : DynamicProducts.decision(placed, plan.weight(placed.node()), detail);
            decisions.add(decision);
            values.addAll(decision.quantizedInputs());
            decision.quantizedOutput().ifPresent(values::add);
            if (decision.weight().isPresent()) {
                weights.put(decision.node(), plan.weight(decision.node()));
            }
        }
        Map<String, ActivationPlan> activations = new LinkedHashMap<>(plan.activations());
        activations.keySet().retainAll(values);
        return plan.withPlacement(decisions, activations, weights);
    }
}
