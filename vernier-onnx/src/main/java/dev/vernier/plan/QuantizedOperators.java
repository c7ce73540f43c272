package dev.vernier.plan;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import java.util.Map;
import java.util.TreeMap;

/** Finds the operators that only quantized models have. */
public final class QuantizedOperators {

    private QuantizedOperators() {}

    /**
     * How often each occurs in the graph and its bodies, by operator name; empty for a float model.
     *
     * <p>Those of the ONNX domain, and the ones that ONNX Runtime contributes.
     */
    public static Map<String, Long> in(Graph graph) {
        Map<String, Long> counts = new TreeMap<>();
        for (Node node : graph.allNodes()) {
            if (isQuantized(node)) {
                counts.merge(node.op().name(), 1L, Long::sum);
            }
        }
        return counts;
    }

    /** Whether a node is one of them. */
    public static boolean isQuantized(Node node) {
        String name = node.op().name();
        boolean known = node.op().isOnnx() || node.op().domain().equals("com.microsoft");
        return known
                && (name.equals("QuantizeLinear")
                        || name.equals("DequantizeLinear")
                        || name.startsWith("DynamicQuantize")
                        || name.startsWith("QLinear")
                        || name.equals("QGemm")
                        || name.equals("QAttention")
                        || name.startsWith("MatMulInteger")
                        || name.equals("ConvInteger")
                        || name.endsWith("NBits"));
    }
}
