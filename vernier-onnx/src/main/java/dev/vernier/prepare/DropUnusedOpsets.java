package dev.vernier.prepare;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.Opsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Drops the operator sets that a model names and no node or function uses:
 *
 * <pre>
 * opset 12, com.microsoft 1, ai.onnx.ml 3; only default operators  ->  opset 12
 * </pre>
 *
 * <p>Exporters list domains to be on the safe side; tools then refuse a file for an operator set it
 * does not need.
 */
final class DropUnusedOpsets implements ModelStep {

    @Override
    public Prepared apply(Model model) {
        Set<String> used = new HashSet<>();
        model.graph().allNodes().forEach(node -> used.add(node.op().domain()));
        model.functions().forEach(function -> used.add(function.op().domain()));
        Opsets opsets = model.graph().opsets();
        Map<String, Long> kept = new LinkedHashMap<>(opsets.versions());
        kept.keySet().removeIf(domain -> !isDefault(domain) && !used.contains(domain));
        if (kept.size() == opsets.versions().size()) {
            return Prepared.of(model);
        }
        Graph graph = Nested.map(model.graph(), g -> withOpsets(g, new Opsets(kept)));
        return Prepared.of(model.withGraph(graph));
    }

    private static boolean isDefault(String domain) {
        return domain.isEmpty() || domain.equals("ai.onnx");
    }

    private static Graph withOpsets(Graph graph, Opsets opsets) {
        return graph.toBuilder().opsets(opsets).build();
    }
}
