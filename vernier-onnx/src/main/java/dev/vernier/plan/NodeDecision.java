package dev.vernier.plan;

import dev.vernier.graph.Node;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of one node, and why.
 *
 * @param node its name
 * @param op its operator
 * @param reason why; {@link Reason#isInteger} says which way it went
 * @param detail what is particular to this node; may be empty
 * @param quantizedInputs values it reads through QuantizeLinear and DequantizeLinear
 * @param weight the constant that is stored in integers
 * @param bias the constant that is stored as int32
 * @param quantizedOutput the value behind it that is quantized: its own output or, where a Relu or
 *     Clip disappears into it, that one's
 */
public record NodeDecision(
        String node,
        String op,
        Reason reason,
        String detail,
        List<String> quantizedInputs,
        Optional<String> weight,
        Optional<String> bias,
        Optional<String> quantizedOutput) {

    public NodeDecision {
        quantizedInputs = List.copyOf(quantizedInputs);
        boolean touches =
                !quantizedInputs.isEmpty() || weight.isPresent() || quantizedOutput.isPresent();
        if (touches && !reason.isInteger()) {
            throw new IllegalArgumentException(
                    "a node that stays in float must have nothing quantized; node="
                            + node
                            + ", reason="
                            + reason.id());
        }
    }

    /** The node stays as it is. */
    static NodeDecision plain(Node node, Reason reason, String detail) {
        return new NodeDecision(
                node.name(),
                node.op().toString(),
                reason,
                detail,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    static NodeDecision plain(Node node, Reason reason) {
        return plain(node, reason, "");
    }

    /** The same node, left in float. */
    NodeDecision backToFloat(Reason why, String particular) {
        return new NodeDecision(
                node,
                op,
                why,
                particular,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    public boolean isInteger() {
        return reason.isInteger();
    }
}
