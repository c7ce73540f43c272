package dev.vernier.model;

import dev.vernier.graph.Attribute;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.Node;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.UnsupportedModelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes the size of its window into every convolution that leaves it out:
 *
 * <pre>
 * y = Conv(x, w)    w: [8,4,3,3]  ->  y = Conv(x, w) {kernel_shape=[3,3]}
 * </pre>
 *
 * <p>The shape inference of ONNX 1.17 compares a size that is written with the axes of the input,
 * and without one reads beyond the end where the weight has fewer axes, which ends the process.
 * Bodies are left to the caller to refuse. Stateless.
 */
final class KernelShapes {

    /** Operator -> its input that is the weight. */
    private static final Map<String, Integer> WEIGHTS =
            Map.of("Conv", 1, "ConvTranspose", 1, "ConvInteger", 1, "QLinearConv", 3);

    private static final int BEFORE_WINDOW = 2;

    private KernelShapes() {}

    /**
     * The model with all windows.
     *
     * @throws UnsupportedModelException if a weight is not constant, or has no window
     */
    static Model in(Model model) {
        return model.withGraph(in(model.graph(), model.graph().initializers()));
    }

    private static Graph in(Graph graph, Map<String, Tensor> constants) {
        List<Node> nodes = new ArrayList<>();
        for (Node node : graph.nodes()) {
            if (node.subgraphs()
                    .flatMap(b -> b.allNodes().stream())
                    .anyMatch(KernelShapes::lacks)) {
                throw refused(node);
            }
            nodes.add(lacks(node) ? with(node, constants) : node);
        }
        return graph.toBuilder().nodes(nodes).build();
    }

    private static boolean lacks(Node node) {
        return node.op().isOnnx()
                && WEIGHTS.containsKey(node.op().name())
                && node.attribute("kernel_shape").isEmpty();
    }

    private static Node with(Node node, Map<String, Tensor> constants) {
        int position = Optional.ofNullable(WEIGHTS.get(node.op().name())).orElseThrow();
        Tensor weight =
                node.input(position)
                        .map(constants::get)
                        .filter(tensor -> tensor.rank() > BEFORE_WINDOW)
                        .orElseThrow(() -> refused(node));
        List<Attribute> attributes = new ArrayList<>(node.attributes().values());
        attributes.add(
                new Attribute.Ints(
                        "kernel_shape", weight.dimensions().subList(BEFORE_WINDOW, weight.rank())));
        return node.withAttributes(attributes);
    }

    private static UnsupportedModelException refused(Node node) {
        return new UnsupportedModelException(
                "convolution must have kernel_shape or a constant weight for the ONNX library;"
                        + " node="
                        + node.label());
    }
}
