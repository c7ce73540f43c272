package dev.vernier.rewrite;

import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphEdit;
import dev.vernier.graph.Names;
import dev.vernier.graph.Node;
import dev.vernier.graph.Tensor;
import dev.vernier.numeric.QuantizationParameters;
import dev.vernier.plan.ActivationPlan;
import dev.vernier.plan.NodeDecision;
import dev.vernier.plan.QuantizationPlan;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts QuantizeLinear and DequantizeLinear on the values that integer nodes read and write.
 *
 * <p>A value that an integer node writes goes through the pair for all its readers, whose view of
 * it does not change; only what is before the pair gets a new name:
 *
 * <pre>
 * y = Conv(...)  ->  y_unquantized = Conv(...); y = DequantizeLinear(QuantizeLinear(y_unquantized))
 * </pre>
 *
 * <p>A value that comes from elsewhere goes through the pair only for integer nodes:
 *
 * <pre>
 * y = Conv(x, ...)  ->  x_dequantized = DequantizeLinear(QuantizeLinear(x)); y = Conv(x_dequantized, ...)
 * </pre>
 */
final class InsertPairs implements RewriteRule {

    @Override
    public Graph apply(Graph graph, QuantizationPlan plan, Names names) {
        Map<Node, NodeDecision> planned = PlannedNodes.of(graph, plan);
        Set<String> written = new HashSet<>();
        planned.values().forEach(d -> d.quantizedOutput().ifPresent(written::add));

        GraphEdit edit = new GraphEdit();
        Map<String, String> dequantized = new LinkedHashMap<>();
        Map<String, String> unquantized = new HashMap<>();
        for (ActivationPlan activation : plan.activations().values()) {
            String value = activation.value();
            if (written.contains(value)) {
                unquantized.put(value, names.fresh(value + "_unquantized"));
                addPair(activation, unquantized.get(value), value, edit, names);
            } else if (isRead(value, planned)) {
                dequantized.put(value, names.fresh(value + "_dequantized"));
                addPair(activation, value, dequantized.get(value), edit, names);
            }
        }
        for (Node node : graph.nodes()) {
            rewire(node, planned, dequantized, unquantized, edit);
        }
        return edit.applyTo(graph);
    }

    private static boolean isRead(String value, Map<Node, NodeDecision> planned) {
        return planned.values().stream().anyMatch(d -> d.quantizedInputs().contains(value));
    }

    /** Puts a pair between two names. */
    private static void addPair(
            ActivationPlan activation, String from, String to, GraphEdit edit, Names names) {
        QuantizationParameters parameters = activation.parameters();
        String value = activation.value();
        String scale = names.fresh(value + "_scale");
        String zeroPoint = names.fresh(value + "_zero_point");
        String codes = names.fresh(value + "_quantized");
        edit.initializer(Tensor.ofFloats(scale, new long[0], parameters.scale()));
        edit.initializer(StoredConstants.zeroPoint(zeroPoint, parameters));
        edit.add(
                Node.of(
                        names.fresh(value + "_QuantizeLinear"),
                        "QuantizeLinear",
                        List.of(from, scale, zeroPoint),
                        List.of(codes)));
        edit.add(
                Node.of(
                        names.fresh(value + "_DequantizeLinear"),
                        "DequantizeLinear",
                        List.of(codes, scale, zeroPoint),
                        List.of(to)));
    }

    private static void rewire(
            Node node,
            Map<Node, NodeDecision> planned,
            Map<String, String> dequantized,
            Map<String, String> unquantized,
            GraphEdit edit) {
        Node rewired = node;
        if (node.outputs().stream().anyMatch(unquantized::containsKey)) {
            rewired =
                    rewired.withOutputs(
                            node.outputs().stream()
                                    .map(o -> unquantized.getOrDefault(o, o))
                                    .toList());
        }
        NodeDecision decision = planned.get(node);
        if (decision != null) {
            Set<String> throughPair = new HashSet<>(decision.quantizedInputs());
            throughPair.retainAll(dequantized.keySet());
            rewired =
                    rewired.withInputs(
                            node.inputs().stream()
                                    .map(i -> throughPair.contains(i) ? dequantized.get(i) : i)
                                    .toList());
        }
        if (rewired != node) {
            edit.replace(node, rewired);
        }
    }
}
