package dev.vernier.rewrite;

import dev.vernier.graph.Attribute;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphEdit;
import dev.vernier.graph.Names;
import dev.vernier.graph.Node;
import dev.vernier.graph.OpType;
import dev.vernier.graph.Tensor;
import dev.vernier.model.Weights;
import dev.vernier.numeric.Granularity;
import dev.vernier.numeric.PairLayout;
import dev.vernier.numeric.QuantizationParameters;
import dev.vernier.numeric.SliceLayout;
import dev.vernier.numeric.TensorQuantizer;
import dev.vernier.plan.NodeDecision;
import dev.vernier.plan.QuantizationPlan;
import dev.vernier.plan.Reason;
import dev.vernier.target.Target;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Stores the weight of an Attention's projection in integers, in the form of ONNX Runtime's own
 * operator, and quantizes what it is multiplied by as it comes:
 *
 * <pre>
 * y = com.microsoft.Attention(x, W, b, mask, past)
 *   -> x', s, z = DynamicQuantizeLinear(x)
 *      y = com.microsoft.QAttention(x', W', b, s, W_scale, mask, z, W_zero_point, past)
 * </pre>
 *
 * <p>One scale for each column of W: see {@link WeightGrid}.
 *
 * <p>Source: operators Attention-1 and QAttention-1 of domain com.microsoft.
 */
final class QuantizeAttention implements RewriteRule {

    private static final OpType ATTENTION = new OpType("com.microsoft", "Attention");
    private static final OpType QUANTIZED = new OpType("com.microsoft", "QAttention");
    private static final int WEIGHT = 1;
    private static final int MASK = 3;
    private static final int PAST = 4;

    /** Attributes that both operators have. */
    private static final Set<String> ATTRIBUTES =
            Set.of("num_heads", "unidirectional", "mask_filter_value", "scale");

    private final Target target;

    QuantizeAttention(Target target) {
        this.target = target;
    }

    @Override
    public Graph apply(Graph graph, QuantizationPlan plan, Names names) {
        GraphEdit edit = new GraphEdit();
        for (Map.Entry<Node, NodeDecision> entry : PlannedNodes.of(graph, plan).entrySet()) {
            Node node = entry.getKey();
            if (entry.getValue().reason() == Reason.DYNAMIC_KERNEL && node.op().equals(ATTENTION)) {
                edit.replace(node, quantized(node, graph, edit, names));
            }
        }
        return edit.applyTo(graph);
    }

    private Node quantized(Node node, Graph graph, GraphEdit edit, Names names) {
        String data = node.inputs().get(0);
        String codes = names.fresh(data + "_quantized");
        String scale = names.fresh(data + "_scale");
        String zeroPoint = names.fresh(data + "_zero_point");
        edit.add(
                Node.of(
                        names.fresh(data + "_DynamicQuantizeLinear"),
                        "DynamicQuantizeLinear",
                        List.of(data),
                        List.of(codes, scale, zeroPoint)));
        List<String> weight =
                store(node, graph.constantInput(node, WEIGHT).orElseThrow(), edit, names);
        List<String> inputs =
                List.of(
                        codes,
                        weight.get(0),
                        node.inputs().get(2),
                        scale,
                        weight.get(1),
                        node.input(MASK).orElse(""),
                        zeroPoint,
                        weight.get(2),
                        node.input(PAST).orElse(""));
        List<Attribute> attributes =
                node.attributes().values().stream()
                        .filter(attribute -> ATTRIBUTES.contains(attribute.name()))
                        .toList();
        return new Node(node.name(), QUANTIZED, inputs, node.outputs(), attributes, node.extras());
    }

    /** Names of codes, scales and zero points. */
    private List<String> store(Node node, Tensor weight, GraphEdit edit, Names names) {
        long[] shape = {weight.dimensions().get(0), weight.dimensions().get(1)};
        float[] values = Weights.floats(weight);
        SliceLayout columns = new Granularity.PerChannel(1).layout(shape);
        List<QuantizationParameters> parameters =
                new WeightGrid(target, node, weight, values)
                        .parameters(columns, PairLayout.columns(shape));
        float[] scales = new float[parameters.size()];
        for (int column = 0; column < scales.length; column++) {
            scales[column] = parameters.get(column).scale();
        }
        List<String> stored =
                List.of(
                        names.fresh(weight.name() + "_quantized"),
                        names.fresh(weight.name() + "_scale"),
                        names.fresh(weight.name() + "_zero_point"));
        byte[] codes = TensorQuantizer.of(columns, parameters).quantizeToBytes(values);
        edit.initializer(Tensor.ofBytes(stored.get(0), type(), shape, codes));
        edit.initializer(Tensor.ofFloats(stored.get(1), new long[] {scales.length}, scales));
        edit.initializer(
                Tensor.ofBytes(
                        stored.get(2),
                        type(),
                        new long[] {scales.length},
                        new byte[scales.length]));
        return stored;
    }

    private ElementType type() {
        return StoredConstants.elementType(target.weights().type().toString());
    }
}
