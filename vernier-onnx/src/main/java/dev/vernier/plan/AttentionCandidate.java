package dev.vernier.plan;

import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.graph.Tensor;
import java.util.Optional;

/**
 * Attention of domain com.microsoft: integer if the weight of its projection is a float constant
 * and the rest is what the integer kernel takes. Its input is quantized as it comes, so it asks
 * nothing of its neighbours.
 */
final class AttentionCandidate {

    private static final int WEIGHT = 1;
    private static final int BIAS = 2;
    private static final int ADDED_TO_SCORES = 5;
    private static final int PAST_LENGTH = 6;

    private AttentionCandidate() {}

    static NodeDecision of(Node node, Graph graph) {
        Optional<Tensor> weight = graph.constantInput(node, WEIGHT);
        if (weight.isEmpty()) {
            return NodeDecision.plain(node, Reason.NO_CONSTANT_WEIGHT);
        }
        if (weight.get().type() != ElementType.FLOAT) {
            return NodeDecision.plain(node, Reason.WEIGHT_TYPE);
        }
        if (weight.get().elements() == 0 || weight.get().rank() != 2) {
            return NodeDecision.plain(node, Reason.EMPTY_WEIGHT);
        }
        return NodeDecision.plain(
                node, hasForm(node) ? Reason.DYNAMIC_KERNEL : Reason.ATTENTION_FORM);
    }

    private static boolean hasForm(Node node) {
        return node.input(BIAS).isPresent()
                && node.input(ADDED_TO_SCORES).isEmpty()
                && node.input(PAST_LENGTH).isEmpty()
                && node.attribute("qkv_hidden_sizes").isEmpty()
                && node.attribute("do_rotary", 0L) == 0
                && node.attribute("past_present_share_buffer", 0L) == 0;
    }
}
