package dev.vernier.rewrite;

import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphEdit;
import dev.vernier.graph.Names;
import dev.vernier.graph.Node;
import dev.vernier.plan.NodeDecision;
import dev.vernier.plan.QuantizationPlan;
import dev.vernier.plan.Reason;
import dev.vernier.rewrite.StoredConstants.Stored;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Stores an embedding table in integers and dequantizes the rows that were looked up:
 *
 * <pre>
 * y = Gather(table, ids)
 *   -> rows = Gather(table_quantized, ids); y = DequantizeLinear(rows, scale, zero_point, axis=-1)
 * </pre>
 *
 * <p>The other way round, DequantizeLinear before Gather, would widen the whole table at every run.
 */
final class QuantizeTables implements RewriteRule {

    private final Codes codes;

    QuantizeTables(Codes codes) {
        this.codes = codes;
    }

    @Override
    public Graph apply(Graph graph, QuantizationPlan plan, Names names) {
        GraphEdit edit = new GraphEdit();
        StoredConstants constants = new StoredConstants(graph, edit, names, codes);
        Map<Node, NodeDecision> planned = PlannedNodes.of(graph, plan);
        planned.forEach(
                (node, decision) -> {
                    if (decision.reason() == Reason.STORED_TABLE) {
                        Stored stored = constants.store(plan.weight(node.name()));
                        lookUp(node, stored, edit, names);
                    }
                });
        return edit.applyTo(graph);
    }

    private static void lookUp(Node gather, Stored stored, GraphEdit edit, Names names) {
        String rows = names.fresh(gather.output() + "_quantized");
        List<String> inputs = new ArrayList<>(gather.inputs());
        inputs.set(0, stored.codes());
        edit.replace(gather, gather.withInputs(inputs).withOutputs(List.of(rows)));
        edit.add(
                StoredConstants.dequantize(
                        names.fresh(gather.name() + "_DequantizeLinear"),
                        List.of(rows, stored.scale(), stored.zeroPoint()),
                        gather.output(),
                        -1));
    }
}
