package dev.vernier.sensitivity;

import dev.vernier.graph.Model;
import dev.vernier.graph.Node;
import dev.vernier.plan.ActivationPlan;
import dev.vernier.plan.Exclusions;
import dev.vernier.plan.NodeDecision;
import dev.vernier.plan.Placement;
import dev.vernier.plan.QuantizationPlan;
import dev.vernier.plan.Reason;
import dev.vernier.plan.WeightPlan;
import dev.vernier.rewrite.Rewrite;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * A plan from which nodes are taken out: the placement is made again without them, and what is
 * still quantized keeps the scales that it has.
 *
 * <p>That always suffices: leaving a node in float only ever shrinks the placement, so every value
 * and constant that is still quantized was before. Immutable; no weight is read.
 */
final class PartialPlan {

    private final Subject subject;
    private final Exclusions decided;

    PartialPlan(Subject subject) {
        this.subject = subject;
        this.decided = decided(subject);
    }

    /** What the plan leaves in float stays there, for the reasons it gives. */
    private static Exclusions decided(Subject subject) {
        Map<String, NodeDecision> decisions = new LinkedHashMap<>();
        subject.plan().nodes().forEach(decision -> decisions.put(decision.node(), decision));
        Map<String, Exclusions.Exclusion> excluded = new LinkedHashMap<>();
        for (Node node : subject.graph().nodes()) {
            NodeDecision decision = decisions.get(node.name());
            if (decision != null && !decision.isInteger()) {
                excluded.put(
                        node.name(),
                        new Exclusions.Exclusion(decision.reason(), decision.detail()));
            }
        }
        return new Exclusions(excluded);
    }

    /** The plan with these nodes in float. */
    QuantizationPlan without(Collection<String> nodes) {
        Map<String, String> details = new LinkedHashMap<>();
        nodes.forEach(node -> details.put(node, ""));
        return without(details);
    }

    /**
     * The plan with these nodes in float.
     *
     * @param details node -> what to say of it
     */
    QuantizationPlan without(Map<String, String> details) {
        if (details.isEmpty()) {
            return subject.plan();
        }
        Exclusions exclusions = decided;
        for (Map.Entry<String, String> node : details.entrySet()) {
            exclusions = exclusions.with(node.getKey(), Reason.SENSITIVE, node.getValue());
        }
        Placement placement = Placement.of(subject.graph(), subject.target(), exclusions);
        Set<String> values = new LinkedHashSet<>();
        Map<String, WeightPlan> weights = new LinkedHashMap<>();
        for (NodeDecision decision : placement.decisions()) {
            values.addAll(decision.quantizedInputs());
            decision.quantizedOutput().ifPresent(values::add);
            if (decision.weight().isPresent()) {
                weights.put(decision.node(), subject.plan().weight(decision.node()));
            }
        }
        Map<String, ActivationPlan> activations = new LinkedHashMap<>();
        subject.plan()
                .activations()
                .forEach(
                        (value, activation) -> {
                            if (values.contains(value)) {
                                activations.put(value, activation);
                            }
                        });
        return new QuantizationPlan(
                subject.plan().target(),
                subject.plan().modelSha256(),
                placement.decisions(),
                activations,
                weights);
    }

    /** The model that a plan describes. */
    Model model(QuantizationPlan plan) {
        return subject.model().withGraph(Rewrite.rewrite(subject.graph(), plan, subject.target()));
    }
}
