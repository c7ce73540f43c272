package dev.vernier.plan;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
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

    /**
     * The names of these nodes, of those that read what one of them widened, and of those whose
     * results one of them narrows: the part of a model that is quantized already.
     */
    public static Set<String> region(Graph graph) {
        Set<String> widened = new HashSet<>();
        Set<String> narrowed = new HashSet<>();
        for (Node node : graph.allNodes()) {
            if (isQuantized(node)) {
                widened.addAll(node.outputs());
                narrowed.addAll(node.inputs());
            }
        }
        Set<String> region = new LinkedHashSet<>();
        for (Node node : graph.allNodes()) {
            if (isQuantized(node)
                    || node.inputs().stream().anyMatch(widened::contains)
                    || node.outputs().stream().anyMatch(narrowed::contains)) {
                region.add(node.name());
            }
        }
        return region;
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
