package dev.vernier.rewrite;

import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphEdit;
import dev.vernier.graph.Names;
import dev.vernier.graph.Node;
import dev.vernier.graph.Tensor;
import dev.vernier.model.Weights;
import dev.vernier.numeric.Granularity;
import dev.vernier.numeric.LinearScheme;
import dev.vernier.numeric.QuantizationParameters;
import dev.vernier.numeric.TensorQuantizer;
import dev.vernier.plan.ConstantFactor;
import dev.vernier.plan.NodeDecision;
import dev.vernier.plan.QuantizationPlan;
import dev.vernier.target.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Stores the constant of a product in integers in the type of the values that it multiplies, as
 * integer kernels want it:
 *
 * <pre>
 * y = Mul(x, c)  ->  y = Mul(x, DequantizeLinear(c_quantized, c_scale, c_zero_point))
 * </pre>
 *
 * <p>Only constants that {@link ConstantFactor} has a grid for get here.
 */
final class QuantizeFactors implements RewriteRule {

    private final Target target;

    QuantizeFactors(Target target) {
        this.target = target;
    }

    @Override
    public Graph apply(Graph graph, QuantizationPlan plan, Names names) {
        GraphEdit edit = new GraphEdit();
        boolean fired = false;
        for (Map.Entry<Node, NodeDecision> entry : PlannedNodes.of(graph, plan).entrySet()) {
            Node product = entry.getKey();
            for (int i = 0; product.is("Mul") && i < product.inputs().size(); i++) {
                if (graph.constantInput(product, i).isPresent()) {
                    LinearScheme scheme = scheme(entry.getValue(), plan);
                    Tensor constant = graph.constantInput(product, i).orElseThrow();
                    List<String> inputs = new ArrayList<>(product.inputs());
                    inputs.set(i, store(constant, scheme, edit, names));
                    edit.replace(product, product.withInputs(inputs));
                    fired = true;
                }
            }
        }
        return fired ? edit.applyTo(graph) : graph;
    }

    /** Of the codes that the product reads, which an override may have made wider. */
    private LinearScheme scheme(NodeDecision decision, QuantizationPlan plan) {
        String value = decision.quantizedInputs().get(0);
        LinearScheme usual = target.activations();
        return new LinearScheme(
                plan.activation(value).parameters().type(), usual.symmetry(), usual.codeRange());
    }

    private static String store(Tensor constant, LinearScheme scheme, GraphEdit edit, Names names) {
        QuantizationParameters grid = ConstantFactor.of(constant, scheme).orElseThrow();
        long[] shape = constant.dimensions().stream().mapToLong(Long::longValue).toArray();
        byte[] codes =
                TensorQuantizer.of(new Granularity.PerTensor().layout(shape), List.of(grid))
                        .quantizeToBytes(Weights.floats(constant));
        String stored = names.fresh(constant.name() + "_quantized");
        String scale = names.fresh(constant.name() + "_scale");
        String zeroPoint = names.fresh(constant.name() + "_zero_point");
        String factor = names.fresh(constant.name() + "_dequantized");
        edit.initializer(
                Tensor.ofBytes(
                        stored, StoredConstants.elementType(grid.type().toString()), shape, codes));
        edit.initializer(Tensor.ofFloats(scale, new long[0], grid.scale()));
        edit.initializer(StoredConstants.zeroPoint(zeroPoint, grid));
        edit.add(
                Node.of(
                        names.fresh(constant.name() + "_DequantizeLinear"),
                        "DequantizeLinear",
                        List.of(stored, scale, zeroPoint),
                        List.of(factor)));
        return factor;
    }
}
