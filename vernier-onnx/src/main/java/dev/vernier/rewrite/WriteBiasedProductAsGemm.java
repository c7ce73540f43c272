package dev.vernier.rewrite;

import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphEdit;
import dev.vernier.graph.Names;
import dev.vernier.graph.Node;
import dev.vernier.graph.OpType;
import dev.vernier.graph.Tensor;
import dev.vernier.numeric.QuantizedBias;
import dev.vernier.plan.QuantizationPlan;
import dev.vernier.prepare.Pattern;
import dev.vernier.prepare.PatternKind;
import dev.vernier.prepare.Patterns;
import dev.vernier.target.PairPlacement;
import dev.vernier.target.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes a product whose bias stands before a GELU as Gemm, whose integer kernel adds the bias:
 *
 * <pre>
 * y = Add(MatMul(DequantizeLinear(x, s, z), W), b)                      x: [batch, length, K]
 *   -> y = Reshape(Gemm(DequantizeLinear(Reshape(x, [-1, K]), s, z), W, b'), [batch, length, N])
 *                                                      b': int32 on the scale of the accumulator
 * </pre>
 *
 * <p>ONNX Runtime 1.29 fuses the sum with the GELU otherwise, into BiasGelu, whose kernel takes
 * twice the time of its Gelu; both reshapes are free. See the ADR for what was measured.
 *
 * <p>Does not fire where the shape of the result cannot be written down, where a bias does not fit
 * its scale, for weights or values that are not quantized, nor for targets that have no such Gemm.
 */
final class WriteBiasedProductAsGemm implements RewriteRule {

    private final Target target;

    WriteBiasedProductAsGemm(Target target) {
        this.target = target;
    }

    @Override
    public Graph apply(Graph graph, QuantizationPlan plan, Names names) {
        if (target.placement() != PairPlacement.AROUND_KERNELS) {
            return graph;
        }
        Patterns patterns = Patterns.of(graph);
        GraphEdit edit = new GraphEdit();
        WrittenShapes shapes = new WrittenShapes(graph, edit, names);
        boolean fired = false;
        for (Node node : graph.nodes()) {
            Optional<BiasedProduct> found =
                    BiasedProduct.endingWith(node, graph)
                            .filter(product -> isBeforeGelu(product, patterns, graph));
            Optional<QuantizedBias> bias = found.flatMap(product -> product.quantizedBias(graph));
            if (bias.isPresent()) {
                Optional<String> lengths = shapes.of(found.get().shape());
                lengths.ifPresent(
                        shape -> write(found.get(), bias.get(), shape, graph, edit, names));
                fired |= lengths.isPresent();
            }
        }
        return fired ? edit.applyTo(graph) : graph;
    }

    private static boolean isBeforeGelu(BiasedProduct product, Patterns patterns, Graph graph) {
        List<Node> readers = graph.consumers(product.add().output());
        return !readers.isEmpty()
                && readers.stream()
                        .allMatch(
                                reader ->
                                        patterns.around(reader)
                                                .filter(WriteBiasedProductAsGemm::isExactGelu)
                                                .isPresent());
    }

    /** Approximations by tanh have a kernel that is as fast with a bias. */
    private static boolean isExactGelu(Pattern pattern) {
        return pattern.kind() == PatternKind.GELU
                && pattern.nodes().stream()
                        .anyMatch(
                                node ->
                                        node.is("Erf")
                                                || (node.is("Gelu")
                                                        && node.attribute("approximate", "none")
                                                                .equals("none")));
    }

    private static void write(
            BiasedProduct found,
            QuantizedBias bias,
            String shape,
            Graph graph,
            GraphEdit edit,
            Names names) {
        Node product = found.product();
        String value = found.values().output();
        String rows = names.fresh(product.output() + "_rows_shape");
        String codes = names.fresh(value + "_rows_quantized");
        String matrix = names.fresh(value + "_rows");
        String result = names.fresh(product.output() + "_rows");
        List<String> dequantized = new ArrayList<>(found.values().inputs());
        edit.initializer(Tensor.ofLongs(rows, new long[] {2}, -1, found.depth(graph)));
        edit.add(
                Node.of(
                        names.fresh(codes + "_Reshape"),
                        "Reshape",
                        List.of(dequantized.get(0), rows),
                        List.of(codes)));
        dequantized.set(0, codes);
        edit.add(
                Node.of(
                        names.fresh(matrix + "_DequantizeLinear"),
                        "DequantizeLinear",
                        dequantized,
                        List.of(matrix)));
        List<String> inputs =
                List.of(
                        matrix,
                        found.weights().output(),
                        new StoredBiases(edit, names).store(found.bias(), bias));
        edit.replace(
                product,
                new Node(
                        product.name(),
                        OpType.onnx("Gemm"),
                        inputs,
                        List.of(result),
                        List.of(),
                        product.extras()));
        edit.replace(
                found.add(),
                Node.of(
                        names.fresh(result + "_Reshape"),
                        "Reshape",
                        List.of(result, shape),
                        found.add().outputs()));
        if (graph.onlyConsumer(value).isPresent()) {
            edit.remove(found.values()); // nobody else reads it
        }
    }
}
