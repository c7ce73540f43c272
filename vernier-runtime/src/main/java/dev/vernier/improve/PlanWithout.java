package dev.vernier.improve;

import dev.vernier.graph.Node;
import dev.vernier.plan.ActivationPlan;
import dev.vernier.plan.Exclusions;
import dev.vernier.plan.Exclusions.Exclusion;
import dev.vernier.plan.NodeDecision;
import dev.vernier.plan.Placement;
import dev.vernier.plan.QuantizationPlan;
import dev.vernier.plan.Reason;
import dev.vernier.plan.WeightPlan;
import dev.vernier.target.Target;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Takes nodes out of a plan: the placement is made again without them, and what is still quantized
 * keeps the scales that it has.
 *
 * <p>That suffices, as leaving a node in float only ever shrinks a placement.
 */
final class PlanWithout {

    private PlanWithout() {}

    /** The same candidate with one more node in float. */
    static Candidate node(String name, Target target, Candidate candidate) {
        return placed(
                candidate,
                target,
                excluded(candidate).with(name, Reason.SENSITIVE, "most of the error came from it"));
    }

    /** The same candidate, whose graph got nodes that compute in float, placed again. */
    static Candidate again(Candidate candidate, Target target) {
        return placed(candidate, target, excluded(candidate));
    }

    private static Candidate placed(Candidate candidate, Target target, Exclusions excluded) {
        Placement placement = Placement.of(candidate.graph(), target, excluded);
        QuantizationPlan before = candidate.plan();
        Set<String> quantized = new HashSet<>();
        Map<String, WeightPlan> weights = new LinkedHashMap<>();
        for (NodeDecision decision : placement.decisions()) {
            quantized.addAll(decision.quantizedInputs());
            decision.quantizedOutput().ifPresent(quantized::add);
            if (decision.weight().isPresent()) {
                weights.put(decision.node(), before.weight(decision.node()));
            }
        }
        Map<String, ActivationPlan> activations = new LinkedHashMap<>(before.activations());
        activations.keySet().retainAll(quantized);
        return candidate.withPlan(
                new QuantizationPlan(
                        before.target(),
                        before.modelSha256(),
                        placement.decisions(),
                        activations,
                        weights));
    }

    /** What the plan leaves in float stays there, for the reasons that it gives. */
    private static Exclusions excluded(Candidate candidate) {
        Set<String> names = new HashSet<>();
        candidate.graph().nodes().stream().map(Node::name).forEach(names::add);
        Map<String, Exclusion> excluded = new LinkedHashMap<>();
        for (NodeDecision decision : candidate.plan().nodes()) {
            if (!decision.isInteger() && names.contains(decision.node())) {
                excluded.put(decision.node(), new Exclusion(decision.reason(), decision.detail()));
            }
        }
        return new Exclusions(excluded);
    }
}
