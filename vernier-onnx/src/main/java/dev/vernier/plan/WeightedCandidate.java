package dev.vernier.plan;

import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.graph.Tensor;
import dev.vernier.target.BiasForm;
import dev.vernier.target.OperatorRole.Weighted;
import dev.vernier.target.OutputForm;
import dev.vernier.target.WeightLayout;
import java.util.List;
import java.util.Optional;

/**
 * Conv, MatMul and Gemm: integer if the weight is a float constant on the right side and the rest
 * of the operator is what integer kernels take.
 */
final class WeightedCandidate {

    private static final int DATA = 0;
    private static final int WEIGHT = 1;
    private static final int BIAS = 2;

    private final Graph graph;
    private final BiasForm biases;
    private final Clipping clipping;

    WeightedCandidate(Graph graph, BiasForm biases, Clipping clipping) {
        this.graph = graph;
        this.biases = biases;
        this.clipping = clipping;
    }

    NodeDecision of(Node node, Weighted role) {
        Optional<Tensor> weight = graph.constantInput(node, WEIGHT);
        return refusal(node, role, weight)
                .map(reason -> NodeDecision.plain(node, reason))
                .orElseGet(
                        () ->
                                new NodeDecision(
                                        node.name(),
                                        node.op().toString(),
                                        Reason.WEIGHTED_KERNEL,
                                        "",
                                        List.of(node.inputs().get(DATA)),
                                        weight.map(Tensor::name),
                                        storedBias(node),
                                        role.output() == OutputForm.FLOAT
                                                ? Optional.empty()
                                                : Optional.of(clipping.quantizedOutput(node))));
    }

    private Optional<Reason> refusal(Node node, Weighted role, Optional<Tensor> weight) {
        if (graph.constantInput(node, DATA).isPresent()) {
            return Optional.of(Reason.CONSTANT_LEFT);
        }
        if (weight.isEmpty()) {
            return Optional.of(Reason.NO_CONSTANT_WEIGHT);
        }
        if (weight.get().type() != ElementType.FLOAT) {
            return Optional.of(Reason.WEIGHT_TYPE);
        }
        if (weight.get().rank() < 2) {
            return Optional.of(Reason.WEIGHT_RANK);
        }
        if (weight.get().elements() == 0) {
            return Optional.of(Reason.EMPTY_WEIGHT);
        }
        if (role.layout() == WeightLayout.MATMUL && isVector(node.inputs().get(DATA))) {
            return Optional.of(Reason.VECTOR_INPUT);
        }
        if (role.layout() == WeightLayout.GEMM && isScaled(node)) {
            return Optional.of(Reason.SCALED_PRODUCT);
        }
        if (SquaredResults.isSquared(node.output(), graph)) {
            return Optional.of(Reason.SQUARED);
        }
        return biases == BiasForm.FLOAT || hasBiasForm(node, role.layout(), weight.get(), graph)
                ? Optional.empty()
                : Optional.of(Reason.BIAS_FORM);
    }

    /** ONNX Runtime 1.29 makes a float Gemm of it and the Add behind it. */
    private boolean isVector(String value) {
        return graph.shape(value).filter(shape -> shape.rank() == 1).isPresent();
    }

    private static boolean isScaled(Node gemm) {
        return gemm.attribute("alpha", 1f) != 1f
                || gemm.attribute("beta", 1f) != 1f
                || gemm.attribute("transA", 0L) != 0;
    }

    private Optional<String> storedBias(Node node) {
        return biases == BiasForm.INT32 ? node.input(BIAS) : Optional.empty();
    }

    /** No bias, or one float constant with an element a channel. */
    static boolean hasBiasForm(Node node, WeightLayout layout, Tensor weight, Graph graph) {
        if (node.input(BIAS).isEmpty()) {
            return true;
        }
        int axis = layout == WeightLayout.GEMM && node.attribute("transB", 0L) == 0 ? 1 : 0;
        return graph.constantInput(node, BIAS)
                .filter(bias -> bias.type() == ElementType.FLOAT && bias.rank() > 0)
                .filter(bias -> bias.elements() == weight.dimensions().get(axis))
                .filter(bias -> bias.dimensions().get(bias.rank() - 1) == bias.elements())
                .isPresent();
    }
}
