package dev.vernier.improve;

import dev.vernier.plan.ShrunkPlan;
import dev.vernier.target.Target;
import java.util.Map;

/** Takes nodes out of a candidate's plan. */
final class PlanWithout {

    private PlanWithout() {}

    /** The same candidate with one more node in float. */
    static Candidate node(String name, Target target, Candidate candidate) {
        return candidate.withPlan(
                plan(candidate, target)
                        .without(Map.of(name, "most of the error came from it"), Map.of()));
    }

    /** The same candidate, whose graph got nodes, placed again. */
    static Candidate again(Candidate candidate, Target target) {
        return candidate.withPlan(plan(candidate, target).again());
    }

    private static ShrunkPlan plan(Candidate candidate, Target target) {
        return new ShrunkPlan(candidate.graph(), target, candidate.plan());
    }
}
