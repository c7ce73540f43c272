package dev.vernier.plan;

import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.target.OperatorRole;
import dev.vernier.target.PairPlacement;
import dev.vernier.target.Target;
import java.util.List;
import java.util.Optional;

/**
 * Products that quantize what they read as it comes, by the range that it has in this very run:
 * between integers of a fixed scale, which are faster, and float, which is slower.
 *
 * <p>ONNX Runtime has such a kernel for MatMul with a constant matrix.
 */
public final class DynamicProducts {

    private DynamicProducts() {}

    /** Whether the target has the kernel and the node the form. */
    public static boolean canBe(Node node, Graph graph, Target target) {
        return target.placement() == PairPlacement.AROUND_KERNELS
                && node.is("MatMul")
                && target.role(node).filter(r -> r instanceof OperatorRole.Weighted).isPresent()
                && graph.constantInput(node, 1)
                        .filter(w -> w.type() == ElementType.FLOAT && w.rank() == 2)
                        .isPresent();
    }

    /** Whether a decision is that of such a product. */
    public static boolean is(NodeDecision decision) {
        return decision.reason() == Reason.DYNAMIC_KERNEL && decision.weight().isPresent();
    }

    /** The decision for a node that can be one. */
    static NodeDecision decision(NodeDecision inFloat, WeightPlan weight, String detail) {
        return new NodeDecision(
                inFloat.node(),
                inFloat.op(),
                Reason.DYNAMIC_KERNEL,
                detail,
                List.of(),
                Optional.of(weight.tensor()),
                Optional.empty(),
                Optional.empty());
    }
}
