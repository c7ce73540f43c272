package dev.vernier;

import dev.vernier.calibrator.Calibrator;
import dev.vernier.improve.Effort;
import dev.vernier.plan.NodeFilter;
import dev.vernier.plan.TensorOverride;
import dev.vernier.sensitivity.Budget;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a user chose, in words that stand in the written model: enough to choose it again.
 *
 * @param given whether a plan was given, which leaves nothing else to choose
 */
record Options(
        boolean given, Calibrator calibrator, Effort effort, Choices choices, AccuracyGoal goal) {

    /** In the words of the command line, always in this order. */
    String text() {
        List<String> words = new ArrayList<>();
        if (given) {
            words.add("plan");
        } else {
            words.add("calibrator=" + calibrator.name());
            words.add("effort=" + effort.id());
            choices.overrides().values().values().stream()
                    .map(TensorOverride::toString)
                    .forEach(override -> words.add("override=" + override));
        }
        if (choices.tolerance().nonFiniteWeights()) {
            words.add("skip-nonfinite-weights");
        }
        if (choices.tolerance().quantizedParts()) {
            words.add("requantize=skip-existing");
        }
        filters("include=", choices.selection().included(), words);
        filters("exclude=", choices.selection().excluded(), words);
        Optional<Budget> budget = goal.budget();
        add("min-sqnr=", budget.map(Budget::minSqnr), words);
        add("min-cosine=", budget.map(Budget::minCosine), words);
        add("max-drop=", budget.map(Budget::maxDrop), words);
        boolean floored = budget.isEmpty() && !goal.floor().equals(AccuracyGoal.DEFAULT.floor());
        add("floor=", Optional.of(goal.floor()).filter(floor -> floored), words);
        return String.join(" ", words);
    }

    private static void filters(String name, List<NodeFilter> filters, List<String> words) {
        filters.forEach(filter -> words.add(name + filter));
    }

    private static void add(String name, Optional<OptionalDouble> value, List<String> words) {
        value.filter(OptionalDouble::isPresent)
                .ifPresent(number -> words.add(name + number.getAsDouble()));
    }
}
