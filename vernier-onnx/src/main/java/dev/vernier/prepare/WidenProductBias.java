package dev.vernier.prepare;

import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphEdit;
import dev.vernier.graph.GraphRule;
import dev.vernier.graph.Names;
import dev.vernier.graph.Node;
import dev.vernier.graph.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Gives the bias behind a product of fixed shape a second axis, which changes no sum:
 *
 * <pre>
 * y = Add(MatMul(x, W), b)  ->  y = Add(MatMul(x, W), b')   b: [N], b': [1,N], x: rank 3 or more
 * </pre>
 *
 * <p>If every length of x is known, ONNX Runtime 1.29 makes Reshape, float Gemm and Reshape of such
 * a product and a bias of one axis, before it looks at Q/DQ; a bias of two axes it leaves alone,
 * and the product finds its integer kernel.
 *
 * <p>Does not fire where a length of x is not known, as there is nothing to prevent, nor for x of
 * rank 1, which the result would outgrow, or of rank 2 ({@link WriteMatMulAsGemm}).
 */
final class WidenProductBias implements GraphRule {

    private static final int SMALLEST_RANK = 3;

    @Override
    public Optional<GraphEdit> apply(Node node, Graph graph) {
        if (!node.is("Add")) {
            return Optional.empty();
        }
        Optional<GraphEdit> edit = widen(node, 0, 1, graph);
        return edit.isEmpty() ? widen(node, 1, 0, graph) : edit;
    }

    private static Optional<GraphEdit> widen(Node add, int product, int operand, Graph graph) {
        Optional<Tensor> bias =
                graph.constantInput(add, operand)
                        .filter(b -> b.type() == ElementType.FLOAT && b.rank() == 1);
        boolean fixed =
                graph.onlyProducer(add.inputs().get(product), add)
                        .filter(matMul -> isFixedProduct(matMul, graph))
                        .isPresent();
        return fixed ? bias.map(b -> widened(add, operand, b, graph)) : Optional.empty();
    }

    private static boolean isFixedProduct(Node node, Graph graph) {
        return node.is("MatMul")
                && graph.constantInput(node, 1).filter(w -> w.rank() == 2).isPresent()
                && graph.shape(node.inputs().get(0))
                        .filter(x -> x.rank() >= SMALLEST_RANK && x.elements().isPresent())
                        .isPresent();
    }

    private static GraphEdit widened(Node add, int operand, Tensor bias, Graph graph) {
        List<String> inputs = new ArrayList<>(add.inputs());
        inputs.set(operand, Names.of(graph).fresh(bias.name() + "_row"));
        Tensor row =
                new Tensor(
                        inputs.get(operand),
                        bias.type(),
                        List.of(1L, bias.elements()),
                        bias.data(),
                        bias.extras());
        return new GraphEdit().initializer(row).replace(add, add.withInputs(inputs));
    }
}
