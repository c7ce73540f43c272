package dev.vernier.rewrite;

import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphEdit;
import dev.vernier.graph.Names;
import dev.vernier.graph.Node;
import dev.vernier.graph.Tensor;
import dev.vernier.model.Weights;
import dev.vernier.numeric.QuantizationParameters;
import dev.vernier.plan.NodeDecision;
import dev.vernier.plan.QuantizationPlan;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes a HardSigmoid in integers as the product that it is between its ends, where rounding
 * clamps anyway:
 *
 * <pre>
 * g = DequantizeLinear(QuantizeLinear(HardSigmoid(x) {a, b}, 1/255, 0), 1/255, 0)
 *   -> g = DequantizeLinear(QuantizeLinear(Mul(x, a), 1/255, z'), 1/255, 0)   z' = round(255 b), (22)
 * </pre>
 *
 * <p>ONNX Runtime 1.29 has no integer HardSigmoid, but an integer Mul; b is half a code at most
 * from what it was. Where x itself is only a value times a constant, a goes into the constant:
 *
 * <pre>
 * x = Pair(Mul(y, c)), read by nobody else  ->  Mul(y, a c)
 * </pre>
 *
 * <p>Source: HardSigmoid-6.
 */
final class WriteHardSigmoidAsProduct implements RewriteRule {

    /** A Mul by a constant. */
    private record Multiple(String value, Tensor factor) {}

    @Override
    public Graph apply(Graph graph, QuantizationPlan plan, Names names) {
        GraphEdit edit = new GraphEdit();
        for (Map.Entry<Node, NodeDecision> entry : PlannedNodes.of(graph, plan).entrySet()) {
            Node curve = entry.getKey();
            if (curve.is("HardSigmoid")) {
                String result = entry.getValue().quantizedOutput().orElseThrow();
                write(curve, plan.activation(result).parameters(), graph, edit, names);
            }
        }
        return edit.applyTo(graph);
    }

    private static void write(
            Node curve, QuantizationParameters grid, Graph graph, GraphEdit edit, Names names) {
        String constant = names.fresh(curve.output() + "_slope");
        Tensor one = Tensor.ofFloats(constant, new long[0], 1);
        Multiple multiple =
                multiple(curve, graph, edit).orElse(new Multiple(curve.inputs().get(0), one));
        edit.initializer(
                times(curve.attribute("alpha", 0.2f), multiple.factor()).withName(constant));
        edit.replace(
                curve,
                Node.of(curve.name(), "Mul", List.of(multiple.value(), constant), curve.outputs()));

        Node quantize = graph.onlyConsumer(curve.output()).orElseThrow();
        QuantizationParameters ahead = grid.ahead(curve.attribute("beta", 0.5f));
        String zeroPoint = names.fresh(curve.output() + "_zero_point");
        edit.initializer(StoredConstants.zeroPoint(zeroPoint, ahead));
        edit.replace(
                quantize,
                quantize.withInputs(List.of(curve.output(), quantize.inputs().get(1), zeroPoint)));
    }

    /** What a curve alone reads a multiple of, whose nodes go. */
    private static Optional<Multiple> multiple(Node curve, Graph graph, GraphEdit edit) {
        Optional<Node> widen = alone(curve.inputs().get(0), "DequantizeLinear", graph);
        Optional<Node> narrow = widen.flatMap(node -> before(node, "QuantizeLinear", graph));
        Optional<Node> product = narrow.flatMap(node -> before(node, "Mul", graph));
        Optional<Multiple> found =
                product.flatMap(node -> times(node, 0, graph).or(() -> times(node, 1, graph)));
        if (found.isPresent()) {
            edit.remove(widen.orElseThrow())
                    .remove(narrow.orElseThrow())
                    .remove(product.orElseThrow());
        }
        return found;
    }

    private static Optional<Node> before(Node node, String op, Graph graph) {
        return alone(node.inputs().get(0), op, graph);
    }

    /** What writes a value that is read once. */
    private static Optional<Node> alone(String value, String op, Graph graph) {
        return graph.onlyConsumer(value)
                .flatMap(reader -> graph.producer(value))
                .filter(node -> node.is(op));
    }

    private static Optional<Multiple> times(Node product, int constant, Graph graph) {
        return graph.constantInput(product, constant)
                .map(factor -> new Multiple(product.inputs().get(1 - constant), factor));
    }

    private static Tensor times(float slope, Tensor factor) {
        float[] values = Weights.floats(factor);
        for (int i = 0; i < values.length; i++) {
            values[i] *= slope;
        }
        long[] shape = factor.dimensions().stream().mapToLong(Long::longValue).toArray();
        return Tensor.ofFloats(factor.name(), shape, values);
    }
}
