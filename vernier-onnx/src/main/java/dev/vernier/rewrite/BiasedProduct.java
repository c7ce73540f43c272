package dev.vernier.rewrite;

import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.graph.Shape;
import dev.vernier.graph.Tensor;
import dev.vernier.model.Weights;
import dev.vernier.numeric.QuantizedBias;
import java.util.Optional;

/**
 * A product of quantized values and quantized weights with its bias behind it:
 *
 * <pre>
 * y = Add(MatMul(DequantizeLinear(x, s_x, z_x), DequantizeLinear(W, s_w)), b)
 * </pre>
 *
 * @param product the MatMul
 * @param add the Add behind it, which alone reads it
 * @param values the DequantizeLinear of what it multiplies
 * @param weights the DequantizeLinear of its weights, a matrix
 * @param bias one number for each column of the weights
 * @param shape of the result, rank 3 or more
 */
record BiasedProduct(Node product, Node add, Node values, Node weights, Tensor bias, Shape shape) {

    private static final int SMALLEST_RANK = 3;

    /** The one that ends with this node, if it is an Add of that kind. */
    static Optional<BiasedProduct> endingWith(Node add, Graph graph) {
        Optional<Node> product =
                add.is("Add")
                        ? graph.onlyProducer(add.inputs().get(0), add).filter(n -> n.is("MatMul"))
                        : Optional.empty();
        if (product.isEmpty()) {
            return Optional.empty();
        }
        Optional<Node> values = dequantized(product.get(), 0, graph);
        Optional<Node> weights =
                dequantized(product.get(), 1, graph).filter(w -> isMatrix(w, graph));
        Optional<Tensor> bias = graph.constantInput(add, 1).filter(b -> isRow(b, weights, graph));
        Optional<Shape> shape =
                graph.shape(add.output()).filter(found -> found.rank() >= SMALLEST_RANK);
        return values.isPresent() && weights.isPresent() && bias.isPresent() && shape.isPresent()
                ? Optional.of(
                        new BiasedProduct(
                                product.get(),
                                add,
                                values.get(),
                                weights.get(),
                                bias.get(),
                                shape.get()))
                : Optional.empty();
    }

    private static Optional<Node> dequantized(Node product, int input, Graph graph) {
        return product.input(input)
                .flatMap(graph::producer)
                .filter(node -> node.is("DequantizeLinear"))
                .filter(node -> graph.constantInput(node, 1).isPresent());
    }

    private static boolean isMatrix(Node weights, Graph graph) {
        return graph.constantInput(weights, 0).filter(codes -> codes.rank() == 2).isPresent();
    }

    private static boolean isRow(Tensor bias, Optional<Node> weights, Graph graph) {
        return bias.type() == ElementType.FLOAT
                && bias.rank() >= 1
                && bias.dimensions().get(bias.rank() - 1) == bias.elements()
                && weights.flatMap(w -> graph.constantInput(w, 0))
                        .filter(codes -> codes.dimensions().get(1) == bias.elements())
                        .isPresent();
    }

    /** Weights that each result sums over. */
    long depth(Graph graph) {
        return graph.constantInput(weights, 0).orElseThrow().dimensions().get(0);
    }

    /** The bias on the scale of the accumulator; empty where it does not fit. */
    Optional<QuantizedBias> quantizedBias(Graph graph) {
        float scale = Weights.floats(graph.constantInput(values, 1).orElseThrow())[0];
        float[] weightScales = Weights.floats(graph.constantInput(weights, 1).orElseThrow());
        for (float weightScale : weightScales) {
            if (!(scale * weightScale >= Float.MIN_NORMAL)) {
                return Optional.empty();
            }
        }
        return Optional.of(QuantizedBias.of(Weights.floats(bias), scale, weightScales))
                .filter(quantized -> quantized.clamped() == 0);
    }
}
