package dev.vernier.plan;

import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.graph.Tensor;
import java.util.Optional;

/**
 * LSTM: integer if both weights are float constants and the rest is what the integer kernel takes,
 * neither peepholes nor the batch in front. It quantizes its inputs itself, so it asks nothing of
 * its neighbours.
 */
final class RecurrentCandidate {

    private static final int WEIGHT = 1;
    private static final int RECURRENCE = 2;
    private static final int PEEPHOLES = 7;

    private RecurrentCandidate() {}

    static NodeDecision of(Node node, Graph graph) {
        for (int input = WEIGHT; input <= RECURRENCE; input++) {
            Optional<Tensor> weight = graph.constantInput(node, input);
            if (weight.isEmpty()) {
                return NodeDecision.plain(node, Reason.NO_CONSTANT_WEIGHT);
            }
            if (weight.get().type() != ElementType.FLOAT) {
                return NodeDecision.plain(node, Reason.WEIGHT_TYPE);
            }
            if (weight.get().elements() == 0 || weight.get().rank() != 3) {
                return NodeDecision.plain(node, Reason.EMPTY_WEIGHT);
            }
        }
        boolean plain = node.input(PEEPHOLES).isEmpty() && node.attribute("layout", 0L) == 0;
        return NodeDecision.plain(node, plain ? Reason.DYNAMIC_KERNEL : Reason.CELL_FORM);
    }
}
