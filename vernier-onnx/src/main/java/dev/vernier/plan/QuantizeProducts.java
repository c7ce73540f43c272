package dev.vernier.plan;

import dev.vernier.graph.Dimension;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.graph.Shape;
import dev.vernier.graph.Tensor;
import dev.vernier.target.BiasForm;
import dev.vernier.target.OperatorRole.Weighted;
import dev.vernier.target.Restriction;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Quantizes data and weight of a product, not its output, and its bias only where the target has
 * them in integers:
 *
 * <pre>
 * y = Conv(x, w, b)  ->  y = Conv(DequantizeLinear(QuantizeLinear(x)), DequantizeLinear(w_q), b)
 * </pre>
 *
 * <p>Products of two values that change at run time, such as those of attention, stay in float.
 */
final class QuantizeProducts implements InputRule {

    private static final int DATA = 0;
    private static final int WEIGHT = 1;
    private static final int BIAS = 2;

    @Override
    public void apply(InputRegion region) {
        for (Node node : region.open(Weighted.class)) {
            Optional<Tensor> weight = region.graph().constantInput(node, WEIGHT);
            Optional<Reason> refusal = refusal(node, weight, region);
            region.decide(
                    node,
                    refusal.isPresent()
                            ? NodeDecision.plain(node, refusal.get())
                            : product(node, weight.orElseThrow(), region));
        }
    }

    private static NodeDecision product(Node node, Tensor weight, InputRegion region) {
        return new NodeDecision(
                node.name(),
                node.op().toString(),
                Reason.WEIGHTED_KERNEL,
                "",
                List.of(node.inputs().get(DATA)),
                Optional.of(weight.name()),
                storedBias(node, weight, region),
                Optional.empty());
    }

    /** The bias, if the target wants it in integers and it has the form. */
    private static Optional<String> storedBias(Node node, Tensor weight, InputRegion region) {
        boolean stored =
                region.target().biases() == BiasForm.INT32
                        && region.target()
                                .role(node)
                                .filter(
                                        role ->
                                                WeightedCandidate.hasBiasForm(
                                                        node,
                                                        ((Weighted) role).layout(),
                                                        weight,
                                                        region.graph()))
                                .isPresent();
        return stored ? node.input(BIAS) : Optional.empty();
    }

    private static Optional<Reason> refusal(
            Node node, Optional<Tensor> weight, InputRegion region) {
        Graph graph = region.graph();
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
        Set<Restriction> restrictions = region.target().restrictions();
        if (restrictions.contains(Restriction.NARROW_CONVOLUTION)
                && node.is("Conv")
                && isNarrow(node, weight.get(), graph)) {
            return Optional.of(Reason.NARROW_CONVOLUTION);
        }
        return restrictions.contains(Restriction.VECTOR_PRODUCT)
                        && (node.is("MatMul") || node.is("Gemm"))
                        && isVector(node, weight.get(), graph)
                ? Optional.of(Reason.VECTOR_PRODUCT)
                : Optional.empty();
    }

    /** Source: the exclusions of NVIDIA's Model Optimizer. */
    static boolean isNarrow(Node node, Tensor weight, Graph graph) {
        long outputs = weight.dimensions().get(0);
        long inputs = weight.dimensions().get(1);
        List<Long> kernel = weight.dimensions().subList(2, weight.rank());
        if (outputs >= 16 && inputs >= 16) {
            return false;
        }
        if (node.attribute("group", 1L) > 1) {
            return outputs % 8 != 0 || kernel.stream().anyMatch(length -> length < 3);
        }
        boolean multiple = outputs % 8 == 0 || inputs % 8 == 0;
        boolean widens = graph.isInput(node.inputs().get(0)) || outputs >= 16 * inputs;
        return !multiple || !widens || kernel.stream().distinct().count() > 1;
    }

    /** A single row of data, or a single column of weights. */
    private static boolean isVector(Node node, Tensor weight, Graph graph) {
        boolean turned = node.is("Gemm") && node.attribute("transB", 0L) != 0;
        long columns = weight.dimensions().get(weight.rank() - (turned ? 2 : 1));
        return columns == 1
                || graph.shape(node.inputs().get(0)).filter(QuantizeProducts::isRow).isPresent();
    }

    private static boolean isRow(Shape shape) {
        return shape.rank() < 2 || shape.dimensions().get(shape.rank() - 2).equals(Dimension.of(1));
    }
}
