package dev.vernier.plan;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.target.OperatorRole;
import dev.vernier.target.OutputForm;
import dev.vernier.target.Target;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Takes back what the neighbours of a candidate do not allow, until nothing changes.
 *
 * <p>Starts from every candidate and only ever removes, so it ends, and at the largest region in
 * which
 *
 * <ul>
 *   <li>a joining or moving node has integers on all inputs and somebody who reads its integers;
 *   <li>a product that could write either form writes integers only if all that follow read them,
 *       or if one reads its very output: ONNX Runtime 1.29 computes in float what stands before a
 *       QuantizeLinear and another reader.
 * </ul>
 *
 * <p>At last, nodes that only move values join at the edges of the region, where they lose nothing:
 * behind an integer node, whatever reads them, and before integer nodes, if these are all that read
 * them. ONNX Runtime would move them over the edge itself.
 */
final class IntegerRegion {

    /** These write every value that they read, so that both sides have the same range. */
    private static final Set<String> MOVING_ALL =
            Set.of("Reshape", "Flatten", "Transpose", "Squeeze", "Unsqueeze");

    private final Graph graph;
    private final Target target;
    private final Map<Node, NodeDecision> decisions;

    private IntegerRegion(Graph graph, Target target, Map<Node, NodeDecision> candidates) {
        this.graph = graph;
        this.target = target;
        this.decisions = new LinkedHashMap<>(candidates);
    }

    static Map<Node, NodeDecision> within(
            Graph graph, Target target, Map<Node, NodeDecision> candidates) {
        IntegerRegion region = new IntegerRegion(graph, target, candidates);
        while (region.shrinks()) {}
        region.settleMixedReaders();
        region.moveBehindIntegers();
        region.moveBeforeIntegers();
        region.settleClipping();
        return region.decisions;
    }

    private boolean shrinks() {
        Set<String> delivered = new HashSet<>();
        Set<String> read = new HashSet<>();
        for (NodeDecision decision : decisions.values()) {
            decision.quantizedOutput().ifPresent(delivered::add);
            read.addAll(decision.quantizedInputs());
        }
        boolean changed = false;
        for (Map.Entry<Node, NodeDecision> entry : decisions.entrySet()) {
            NodeDecision kept = keep(entry.getKey(), entry.getValue(), delivered, read);
            changed |= !kept.equals(entry.getValue());
            entry.setValue(kept);
        }
        return changed;
    }

    private NodeDecision keep(
            Node node, NodeDecision decision, Set<String> delivered, Set<String> read) {
        if (decision.reason() == Reason.WEIGHTED_KERNEL) {
            return mayWriteEither(node) && !allRead(decision.quantizedOutput())
                    ? withOutput(decision, Optional.empty())
                    : decision;
        }
        if (decision.reason() != Reason.JOINING_KERNEL && decision.reason() != Reason.MOVED) {
            return decision;
        }
        for (String input : decision.quantizedInputs()) {
            if (!delivered.contains(input)) {
                return NodeDecision.plain(node, Reason.FLOAT_INPUT, input);
            }
        }
        return read.contains(decision.quantizedOutput().orElseThrow())
                ? decision
                : NodeDecision.plain(node, Reason.FLOAT_OUTPUT);
    }

    private boolean mayWriteEither(Node node) {
        return target.role(node)
                .filter(role -> role instanceof OperatorRole.Weighted)
                .map(role -> ((OperatorRole.Weighted) role).output() == OutputForm.EITHER)
                .orElse(false);
    }

    /** Whether every reader of the value reads it in integers; true where there is no value. */
    private boolean allRead(Optional<String> value) {
        if (value.isEmpty()) {
            return true;
        }
        List<Node> readers = graph.consumers(value.get());
        return !readers.isEmpty()
                && !graph.isOutput(value.get())
                && readers.stream()
                        .map(decisions::get)
                        .allMatch(reader -> reader.quantizedInputs().contains(value.get()));
    }

    private static NodeDecision withOutput(NodeDecision decision, Optional<String> output) {
        return new NodeDecision(
                decision.node(),
                decision.op(),
                decision.reason(),
                decision.detail(),
                decision.quantizedInputs(),
                decision.weight(),
                decision.bias(),
                output);
    }

    /** A product in float whose own output somebody reads in integers: then all readers do. */
    private void settleMixedReaders() {
        Set<String> read = new HashSet<>();
        decisions.values().forEach(decision -> read.addAll(decision.quantizedInputs()));
        decisions.replaceAll(
                (node, decision) ->
                        decision.reason() == Reason.WEIGHTED_KERNEL
                                        && decision.quantizedOutput().isEmpty()
                                        && read.contains(node.output())
                                ? withOutput(decision, Optional.of(node.output()))
                                : decision);
    }

    private void moveBehindIntegers() {
        Set<String> delivered = new HashSet<>();
        decisions.replaceAll(
                (node, decision) -> {
                    NodeDecision moved =
                            decision.reason() == Reason.FLOAT_OUTPUT
                                            && isMoving(node)
                                            && delivered.contains(node.inputs().get(0))
                                    ? Candidates.moving(node)
                                    : decision;
                    moved.quantizedOutput().ifPresent(delivered::add);
                    return moved;
                });
    }

    private void moveBeforeIntegers() {
        List<Node> nodes = new ArrayList<>(decisions.keySet());
        Collections.reverse(nodes);
        for (Node node : nodes) {
            if (known(node).reason() == Reason.FLOAT_INPUT
                    && isMoving(node)
                    && MOVING_ALL.contains(node.op().name())
                    && graph.constantInput(node, 0).isEmpty()
                    && allRead(Optional.of(node.output()))) {
                decisions.put(node, Candidates.moving(node));
            }
        }
    }

    private boolean isMoving(Node node) {
        return target.role(node)
                .filter(
                        role ->
                                role instanceof OperatorRole.Moving
                                        || role instanceof OperatorRole.Lookup)
                .isPresent();
    }

    private NodeDecision known(Node node) {
        return Optional.ofNullable(decisions.get(node)).orElseThrow();
    }

    /** A Relu or Clip whose own output is what an integer node before it quantizes. */
    private void settleClipping() {
        Set<String> delivered = new HashSet<>();
        decisions.values().forEach(d -> d.quantizedOutput().ifPresent(delivered::add));
        decisions.replaceAll(
                (node, decision) ->
                        decision.reason() == Reason.NOT_CLIPPED_BY_RANGE
                                        && delivered.contains(node.output())
                                ? NodeDecision.plain(node, Reason.CLIPPED_BY_RANGE)
                                : decision);
    }
}
