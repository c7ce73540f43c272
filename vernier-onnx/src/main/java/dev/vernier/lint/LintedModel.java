package dev.vernier.lint;

import dev.vernier.graph.Attribute;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.graph.Tensor;
import dev.vernier.model.Weights;
import dev.vernier.target.OperatorRole;
import dev.vernier.target.OperatorRole.Weighted;
import dev.vernier.target.PairPlacement;
import dev.vernier.target.Target;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A graph, the target it is looked at for, and the questions that several rules ask.
 *
 * @param graph the main graph, or the body of an If, Loop or Scan
 */
record LintedModel(Graph graph, Target target) {

    boolean pairsGoOnInputs() {
        return target.placement() == PairPlacement.ON_INPUTS;
    }

    /** Nodes that multiply by a weight on this target. */
    List<Node> products() {
        return graph.nodes().stream().filter(node -> product(node).isPresent()).toList();
    }

    Optional<Weighted> product(Node node) {
        Optional<OperatorRole> role = target.role(node);
        return role.isPresent() && role.get() instanceof Weighted weighted
                ? Optional.of(weighted)
                : Optional.empty();
    }

    /** Every QuantizeLinear and DequantizeLinear. */
    List<QuantizedValue> quantizedValues() {
        return graph.nodes().stream().filter(LintedModel::isPair).map(this::quantized).toList();
    }

    /** The DequantizeLinear that an input comes through. */
    Optional<QuantizedValue> dequantized(Node node, int input) {
        return node.input(input)
                .flatMap(graph::producer)
                .filter(producer -> producer.is("DequantizeLinear"))
                .map(this::quantized);
    }

    /** An initializer, or the value of a Constant node. */
    Optional<Tensor> constant(String value) {
        return graph.constant(value)
                .or(
                        () ->
                                graph.producer(value)
                                        .filter(node -> node.is("Constant"))
                                        .flatMap(node -> node.attribute("value"))
                                        .filter(Attribute.TensorValue.class::isInstance)
                                        .map(a -> ((Attribute.TensorValue) a).value()));
    }

    /** Whether two pairs have the same constant scales and zero points. */
    static boolean sameGrid(QuantizedValue one, QuantizedValue other) {
        return one.scale().isPresent()
                && other.scale().isPresent()
                && Arrays.equals(floats(one.scale().get()), floats(other.scale().get()))
                && Arrays.equals(zeroPoints(one), zeroPoints(other));
    }

    static float[] floats(Tensor tensor) {
        return Weights.floats(tensor);
    }

    /** None where all are zero. */
    static long[] zeroPoints(QuantizedValue value) {
        long[] all = value.zeroPoint().map(Weights::longs).orElse(new long[0]);
        return Arrays.stream(all).allMatch(z -> z == 0) ? new long[0] : all;
    }

    private static boolean isPair(Node node) {
        return node.is("QuantizeLinear") || node.is("DequantizeLinear");
    }

    QuantizedValue quantized(Node node) {
        return new QuantizedValue(
                node,
                node.input(1).flatMap(this::constant),
                node.input(2).flatMap(this::constant),
                node.input(0).flatMap(this::constant));
    }
}
