package dev.vernier.improve;

import dev.vernier.plan.ShrunkPlan;
import dev.vernier.target.Target;
import java.util.Map;

/** Takes nodes out of a candidate's plan. */
final class PlanWithout {

    private PlanWithout() {}

    /** The same candidate with one more node in float. */
    static Candidate node(String name, Target target, Candidate candidate) {
        ShrunkPlan plan = new ShrunkPlan(candidate.graph(), target, candidate.plan());
        return candidate.withPlan(
                plan.without(Map.of(name, "most of the error came from it"), Map.of()));
    }
}
