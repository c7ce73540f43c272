package dev.vernier.prepare;

import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphEdit;
import dev.vernier.graph.GraphRule;
import dev.vernier.graph.Node;
import dev.vernier.graph.OpType;
import dev.vernier.graph.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * Writes the product of a matrix and a constant matrix as Gemm, which takes up the bias behind it:
 *
 * <pre>
 * y = MatMul(x, W)  ->  y = Gemm(x, W)      x: rank 2, W: float, rank 2
 * </pre>
 *
 * <p>ONNX Runtime 1.29 makes a Gemm of MatMul and Add itself, but before it looks at Q/DQ, and then
 * finds no integer kernel for a product whose bias is float.
 *
 * <p>Does not fire where the rank of x is not known to be 2, nor before operator set 11, whose Gemm
 * is the first without a bias.
 */
final class WriteMatMulAsGemm implements GraphRule {

    @Override
    public Optional<GraphEdit> apply(Node node, Graph graph) {
        if (!node.is("MatMul") || graph.opsets().onnx() < 11 || !isMatrix(node, graph)) {
            return Optional.empty();
        }
        Node gemm =
                new Node(
                        node.name(),
                        OpType.onnx("Gemm"),
                        node.inputs(),
                        node.outputs(),
                        List.of(),
                        node.extras());
        return Optional.of(new GraphEdit().replace(node, gemm));
    }

    private static boolean isMatrix(Node node, Graph graph) {
        Optional<Tensor> weight =
                graph.constantInput(node, 1)
                        .filter(w -> w.type() == ElementType.FLOAT && w.rank() == 2);
        return weight.isPresent()
                && graph.shape(node.inputs().get(0)).filter(x -> x.rank() == 2).isPresent();
    }
}
