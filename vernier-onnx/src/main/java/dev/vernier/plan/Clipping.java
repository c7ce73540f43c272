package dev.vernier.plan;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.model.Weights;
import dev.vernier.target.OperatorRole;
import dev.vernier.target.Target;
import java.util.Optional;

/**
 * Finds the Relu or Clip that disappears into the operator before it:
 *
 * <pre>
 * Conv -> Relu -> Q   =>   Conv -> Q
 * </pre>
 *
 * <p>It does if it is the only reader and cuts off exactly what is negative: then the zero point is
 * the smallest code, and the range seen behind it lies inside its bounds. With a bound below zero,
 * the rounding of the zero point can push the range beyond it, and ONNX Runtime 1.29 would run the
 * whole group in float. Relu and Clip-11 (bounds as inputs); Clip-6 has been raised before.
 */
final class Clipping {

    private static final int LOWER = 1;
    private static final int UPPER = 2;

    private final Graph graph;
    private final Target target;
    private final Exclusions exclusions;

    Clipping(Graph graph, Target target, Exclusions exclusions) {
        this.graph = graph;
        this.target = target;
        this.exclusions = exclusions;
    }

    /** The Relu or Clip that disappears into {@code node}. */
    Optional<Node> behind(Node node) {
        return graph.onlyConsumer(node.output()).filter(this::cutsOffNegatives);
    }

    /** The value behind {@code node} that is quantized. */
    String quantizedOutput(Node node) {
        return behind(node).map(Node::output).orElse(node.output());
    }

    private boolean cutsOffNegatives(Node node) {
        boolean clips =
                target.role(node).filter(r -> r instanceof OperatorRole.Clipping).isPresent();
        return clips
                && exclusions.of(node.name()).isEmpty()
                && !target.activations().isSymmetric()
                && (node.is("Relu") || isFromZero(node));
    }

    private boolean isFromZero(Node clip) {
        Optional<Float> lower = bound(clip, LOWER);
        boolean upperIsKnown = clip.input(UPPER).isEmpty() || bound(clip, UPPER).isPresent();
        return lower.isPresent() && lower.get() == 0f && upperIsKnown;
    }

    private Optional<Float> bound(Node clip, int position) {
        return graph.constantInput(clip, position)
                .filter(bound -> bound.elements() == 1)
                .map(bound -> Weights.floats(bound)[0]);
    }
}
