package dev.vernier.rewrite;

import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphEdit;
import dev.vernier.graph.Names;
import dev.vernier.graph.Node;
import dev.vernier.graph.Tensor;
import dev.vernier.numeric.Granularity;
import dev.vernier.numeric.LinearScheme;
import dev.vernier.numeric.QuantizationParameters;
import dev.vernier.plan.ConstantFactor;
import dev.vernier.plan.NodeDecision;
import dev.vernier.plan.QuantizationPlan;
import dev.vernier.target.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
    private final Codes codes;

    QuantizeFactors(Target target, Codes codes) {
        this.target = target;
        this.codes = codes;
    }

    @Override
    public Graph apply(Graph graph, QuantizationPlan plan, Names names) {
        GraphEdit edit = new GraphEdit();
        StoredConstants constants = new StoredConstants(graph, edit, names, codes);
        for (Map.Entry<Node, NodeDecision> entry : PlannedNodes.of(graph, plan).entrySet()) {
            Node product = entry.getKey();
            for (int i = 0; product.is("Mul") && i < product.inputs().size(); i++) {
                Optional<Tensor> constant = graph.constantInput(product, i);
                if (constant.isPresent()) {
                    QuantizationParameters grid =
                            ConstantFactor.of(constant.get(), scheme(entry.getValue(), plan))
                                    .orElseThrow();
                    List<String> stored = constants.store(constant.get(), grid).inputs();
                    List<String> inputs = new ArrayList<>(product.inputs());
                    inputs.set(i, dequantize(constant.get(), stored, edit, names));
                    edit.replace(product, product.withInputs(inputs));
                }
            }
        }
        return edit.applyTo(graph);
    }

    /** Of the codes that the product reads, which an override may have made wider. */
    private LinearScheme scheme(NodeDecision decision, QuantizationPlan plan) {
        String value = decision.quantizedInputs().get(0);
        LinearScheme usual = target.activations();
        return new LinearScheme(
                plan.activation(value).parameters().type(), usual.symmetry(), usual.codeRange());
    }

    private static String dequantize(
            Tensor constant, List<String> stored, GraphEdit edit, Names names) {
        String factor = names.fresh(constant.name() + "_dequantized");
        String name = names.fresh(constant.name() + "_DequantizeLinear");
        edit.add(StoredConstants.dequantize(name, stored, factor, new Granularity.PerTensor()));
        return factor;
    }
}
