package dev.vernier.rewrite;

import dev.vernier.graph.Attribute;
import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphEdit;
import dev.vernier.graph.Names;
import dev.vernier.graph.Node;
import dev.vernier.plan.DynamicProducts;
import dev.vernier.plan.NodeDecision;
import dev.vernier.plan.QuantizationPlan;
import dev.vernier.rewrite.StoredConstants.Stored;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Lets a product quantize what it reads as it comes:
 *
 * <pre>
 * y = MatMul(x, W)
 *   -> x', s, z = DynamicQuantizeLinear(x)
 *      y = Mul(Cast(MatMulInteger(x', W_quantized, z)), Mul(s, W_scale))
 * </pre>
 *
 * <p>ONNX Runtime makes one kernel of it. Products of one value share its quantization. Source:
 * ONNX operators DynamicQuantizeLinear-11 and MatMulInteger-10.
 */
final class QuantizeDynamicProducts implements RewriteRule {

    /** Of a value: codes, scale and zero point. */
    private record Quantized(String codes, String scale, String zeroPoint) {}

    private final Codes codes;

    QuantizeDynamicProducts(Codes codes) {
        this.codes = codes;
    }

    @Override
    public Graph apply(Graph graph, QuantizationPlan plan, Names names) {
        GraphEdit edit = new GraphEdit();
        StoredConstants constants = new StoredConstants(graph, edit, names, codes);
        Map<String, Quantized> values = new HashMap<>();
        for (Map.Entry<Node, NodeDecision> entry : PlannedNodes.of(graph, plan).entrySet()) {
            if (DynamicProducts.is(entry.getValue())) {
                Node product = entry.getKey();
                Quantized value =
                        values.computeIfAbsent(
                                product.inputs().get(0), read -> quantize(read, edit, names));
                multiply(product, value, constants.store(plan.weight(product.name())), edit, names);
            }
        }
        return edit.applyTo(graph);
    }

    private static Quantized quantize(String value, GraphEdit edit, Names names) {
        Quantized quantized =
                new Quantized(
                        names.fresh(value + "_dynamic_quantized"),
                        names.fresh(value + "_dynamic_scale"),
                        names.fresh(value + "_dynamic_zero_point"));
        edit.add(
                Node.of(
                        names.fresh(value + "_DynamicQuantizeLinear"),
                        "DynamicQuantizeLinear",
                        List.of(value),
                        List.of(quantized.codes(), quantized.scale(), quantized.zeroPoint())));
        return quantized;
    }

    private static void multiply(
            Node product, Quantized value, Stored weight, GraphEdit edit, Names names) {
        String sums = names.fresh(product.output() + "_sums");
        String floats = names.fresh(product.output() + "_float_sums");
        String scale = names.fresh(product.output() + "_scale");
        edit.add(
                Node.of(
                        product.name(),
                        "MatMulInteger",
                        List.of(value.codes(), weight.codes(), value.zeroPoint()),
                        List.of(sums)));
        edit.add(
                Node.of(
                        names.fresh(floats + "_Cast"),
                        "Cast",
                        List.of(sums),
                        List.of(floats),
                        Attribute.of("to", 1)));
        edit.add(
                Node.of(
                        names.fresh(scale + "_Mul"),
                        "Mul",
                        List.of(value.scale(), weight.scale()),
                        List.of(scale)));
        edit.replace(
                product,
                Node.of(
                        names.fresh(product.name() + "_Mul"),
                        "Mul",
                        List.of(floats, scale),
                        product.outputs()));
    }
}
