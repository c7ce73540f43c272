package dev.vernier.prepare;

import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphEdit;
import dev.vernier.graph.GraphRule;
import dev.vernier.graph.Node;
import java.util.List;
import java.util.Optional;

/**
 * Lets a bias be the second operand of the sum that adds it to a product:
 *
 * <pre>
 * y = Add(b, MatMul(x, W))  ->  y = Add(MatMul(x, W), b)      b: constant
 * </pre>
 *
 * <p>Exporters write either order. ONNX Runtime 1.29 takes the bias before a residual sum and its
 * normalization into one kernel, SkipLayerNormalization, only where it stands second.
 */
final class PutBiasBehindProduct implements GraphRule {

    @Override
    public Optional<GraphEdit> apply(Node node, Graph graph) {
        boolean isBiasFirst =
                node.is("Add")
                        && graph.constantInput(node, 0).isPresent()
                        && node.input(1)
                                .flatMap(graph::producer)
                                .filter(producer -> producer.is("MatMul"))
                                .isPresent();
        return isBiasFirst
                ? Optional.of(new GraphEdit().replace(node, exchanged(node)))
                : Optional.empty();
    }

    private static Node exchanged(Node add) {
        return add.withInputs(List.of(add.inputs().get(1), add.inputs().get(0)));
    }
}
