package dev.vernier.prepare;

import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphEdit;
import dev.vernier.graph.GraphRule;
import dev.vernier.graph.Node;
import dev.vernier.graph.Tensor;
import dev.vernier.model.Weights;
import java.util.Optional;

/**
 * Takes Dropout out where it hands its input on, as it does in inference:
 *
 * <pre>
 * b = Dropout(a);  y = Relu(b)  ->  y = Relu(a)
 * </pre>
 *
 * <p>Does not fire in training mode or where that is not known to be off, nor when the mask is
 * used.
 *
 * <p>Source: ONNX operators Dropout-1 and -6 (attribute {@code is_test}), -7 and -10 (always
 * inference), -12, -13 and -22 (input {@code training_mode}).
 */
final class RemoveDropout implements GraphRule {

    @Override
    public Optional<GraphEdit> apply(Node node, Graph graph) {
        if (!node.is("Dropout") || !isInference(node, graph) || maskIsUsed(node, graph)) {
            return Optional.empty();
        }
        return Bypass.of(node, graph);
    }

    private static boolean isInference(Node node, Graph graph) {
        if (graph.opsets().onnx() < 7) {
            return node.attribute("is_test", 0) != 0;
        }
        return node.input(2).isEmpty()
                || graph.constantInput(node, 2).filter(RemoveDropout::isFalse).isPresent();
    }

    private static boolean isFalse(Tensor mode) {
        return mode.type() == ElementType.BOOL
                && mode.elements() == 1
                && Weights.longs(mode)[0] == 0;
    }

    private static boolean maskIsUsed(Node node, Graph graph) {
        return node.outputs().stream()
                .skip(1)
                .anyMatch(mask -> graph.isOutput(mask) || !graph.consumers(mask).isEmpty());
    }
}
