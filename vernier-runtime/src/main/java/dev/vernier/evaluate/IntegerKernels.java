package dev.vernier.evaluate;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.graph.Scopes;
import dev.vernier.graph.Tensor;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out which products the runtime computes in integers, from the graph that its session runs
 * after optimisation.
 *
 * <p>A product of the quantized graph is found again by its constant: whatever ONNX Runtime fuses,
 * renames or transposes around it, the integer kernel reads the stored codes themselves, and a
 * product that stayed in float reads them through DequantizeLinear.
 */
final class IntegerKernels {

    /** Operators of ONNX Runtime 1.29 that multiply integers. */
    private static final Set<String> PRODUCTS =
            Set.of(
                    "QLinearConv",
                    "ConvInteger",
                    "QLinearMatMul",
                    "MatMulInteger",
                    "MatMulIntegerToFloat",
                    "DynamicQuantizeMatMul",
                    "DynamicQuantizeLSTM",
                    "QGemm",
                    "QAttention",
                    "MatMulNBits");

    private IntegerKernels() {}

    /** Names of the nodes of {@code quantized} whose product {@code optimized} does in integers. */
    static Set<String> of(Graph quantized, Graph optimized) {
        Set<String> integer = new LinkedHashSet<>();
        List<Node> running = optimized.allNodes();
        for (Graph scope : Scopes.of(quantized).graphs()) {
            for (Node node : scope.nodes()) {
                Optional<Tensor> codes = codes(node, scope);
                if (codes.isPresent() && readInIntegers(codes.get().name(), running)) {
                    integer.add(node.name());
                }
            }
        }
        return integer;
    }

    /** The codes behind the right side of a product. */
    private static Optional<Tensor> codes(Node node, Graph quantized) {
        if (PRODUCTS.contains(node.op().name())) {
            return quantized.constantInput(node, 1);
        }
        return node.input(1)
                .flatMap(quantized::producer)
                .filter(producer -> producer.is("DequantizeLinear"))
                .flatMap(producer -> quantized.constantInput(producer, 0));
    }

    private static boolean readInIntegers(String codes, List<Node> running) {
        List<Node> readers =
                running.stream().filter(node -> node.inputs().contains(codes)).toList();
        return !readers.isEmpty()
                && readers.stream().allMatch(reader -> PRODUCTS.contains(reader.op().name()));
    }
}
