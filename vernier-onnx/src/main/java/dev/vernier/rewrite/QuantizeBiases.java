package dev.vernier.rewrite;

import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphEdit;
import dev.vernier.graph.Names;
import dev.vernier.graph.Node;
import dev.vernier.graph.Tensor;
import dev.vernier.model.Weights;
import dev.vernier.numeric.QuantizedBias;
import dev.vernier.plan.NodeDecision;
import dev.vernier.plan.QuantizationPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Stores the bias of a product as int32 with the scale of its accumulator, equation (11):
 *
 * <pre>
 * y = Conv(x, w, b)
 *   -> y = Conv(x, w, DequantizeLinear(b_quantized, b_scale))   with  b_scale[c] = s_x s_w[c]
 * </pre>
 *
 * <p>ONNX Runtime folds it into the integer kernel only if the scale is this very product in
 * float32.
 */
final class QuantizeBiases implements RewriteRule {

    private static final int BIAS = 2;

    @Override
    public Graph apply(Graph graph, QuantizationPlan plan, Names names) {
        GraphEdit edit = new GraphEdit();
        for (Map.Entry<Node, NodeDecision> entry : PlannedNodes.of(graph, plan).entrySet()) {
            if (entry.getValue().bias().isPresent()) {
                Tensor bias = graph.constant(entry.getValue().bias().get()).orElseThrow();
                quantize(
                        entry.getKey(), bias, quantized(entry.getValue(), bias, plan), edit, names);
            }
        }
        return edit.applyTo(graph);
    }

    private static QuantizedBias quantized(
            NodeDecision decision, Tensor bias, QuantizationPlan plan) {
        String input = decision.quantizedInputs().get(0);
        List<Float> scales = plan.weight(decision.node()).scales();
        float[] weightScales = new float[scales.size()];
        for (int channel = 0; channel < weightScales.length; channel++) {
            weightScales[channel] = scales.get(channel);
        }
        return QuantizedBias.of(
                Weights.floats(bias), plan.activation(input).parameters().scale(), weightScales);
    }

    private static void quantize(
            Node node, Tensor bias, QuantizedBias quantized, GraphEdit edit, Names names) {
        List<String> inputs = new ArrayList<>(node.inputs());
        inputs.set(BIAS, new StoredBiases(edit, names).store(bias, quantized));
        edit.replace(node, node.withInputs(inputs));
    }
}
