package dev.vernier.rewrite;

import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphEdit;
import dev.vernier.graph.Names;
import dev.vernier.graph.Node;
import dev.vernier.plan.NodeDecision;
import dev.vernier.plan.QuantizationPlan;
import dev.vernier.plan.Reason;
import dev.vernier.plan.WeightPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Stores the weight of a product in integers:
 *
 * <pre>
 * y = Conv(x, w)
 *   -> y = Conv(x, DequantizeLinear(w_quantized, w_scale, w_zero_point, axis))
 * </pre>
 *
 * <p>Nodes that share a weight and its scales share the DequantizeLinear.
 */
final class QuantizeWeights implements RewriteRule {

    private static final int WEIGHT = 1;

    private final Codes codes;

    QuantizeWeights(Codes codes) {
        this.codes = codes;
    }

    @Override
    public Graph apply(Graph graph, QuantizationPlan plan, Names names) {
        GraphEdit edit = new GraphEdit();
        StoredConstants constants = new StoredConstants(graph, edit, names, codes);
        Map<List<String>, String> dequantized = new HashMap<>();
        for (Map.Entry<Node, NodeDecision> entry : PlannedNodes.of(graph, plan).entrySet()) {
            Node node = entry.getKey();
            if (entry.getValue().reason() != Reason.WEIGHTED_KERNEL) {
                continue;
            }
            WeightPlan weight = plan.weight(node.name());
            List<String> stored = constants.store(weight).inputs();
            String value =
                    dequantized.computeIfAbsent(
                            stored, inputs -> dequantize(inputs, weight, edit, names));
            List<String> inputs = new ArrayList<>(node.inputs());
            inputs.set(WEIGHT, value);
            edit.replace(node, node.withInputs(inputs));
        }
        return edit.applyTo(graph);
    }

    private static String dequantize(
            List<String> stored, WeightPlan weight, GraphEdit edit, Names names) {
        String value = names.fresh(weight.tensor() + "_dequantized");
        String name = names.fresh(weight.tensor() + "_DequantizeLinear");
        edit.add(StoredConstants.dequantize(name, stored, value, weight.granularity()));
        return value;
    }
}
