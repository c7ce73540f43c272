package dev.vernier.sensitivity;

import dev.vernier.graph.Model;
import dev.vernier.plan.QuantizationPlan;
import dev.vernier.plan.ShrunkPlan;
import dev.vernier.rewrite.Codes;
import dev.vernier.rewrite.Rewrite;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** A subject's plan from which nodes are taken out, and the models of it. Thread-safe. */
final class PartialPlan {

    private final Subject subject;
    private final ShrunkPlan plan;
    private final Codes codes;

    PartialPlan(Subject subject) {
        this.subject = subject;
        this.plan = new ShrunkPlan(subject.graph(), subject.target(), subject.plan());
        this.codes = Codes.forTries(subject.graph());
    }

    /** The plan with these nodes in float, and these quantizing what they read as it comes. */
    QuantizationPlan without(Collection<String> nodes, Collection<String> asTheyCome) {
        return plan.without(unsaid(nodes), unsaid(asTheyCome));
    }

    private static Map<String, String> unsaid(Collection<String> nodes) {
        Map<String, String> details = new LinkedHashMap<>();
        nodes.forEach(node -> details.put(node, ""));
        return details;
    }

    /**
     * The plan with these nodes in float, and these quantizing what they read as it comes.
     *
     * @param nodes node -> what to say of it
     * @param asTheyCome node -> what to say of it
     */
    QuantizationPlan without(Map<String, String> nodes, Map<String, String> asTheyCome) {
        return plan.without(nodes, asTheyCome);
    }

    /** The model that a plan describes. */
    Model model(QuantizationPlan described) {
        return subject.model()
                .withGraph(Rewrite.rewrite(subject.graph(), described, subject.target(), codes));
    }
}
