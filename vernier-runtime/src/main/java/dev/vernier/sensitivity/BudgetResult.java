package dev.vernier.sensitivity;

import dev.vernier.plan.QuantizationPlan;
import java.util.List;

/**
 * What came of a search for a budget.
 *
 * @param budget what was asked for
 * @param isMet whether the plan keeps it, measured twice on the same samples
 * @param plan the plan that keeps it; if none does, the one that came closest
 * @param before what the plan reached before anything was taken out of it
 * @param after what this plan reaches
 * @param left the nodes that went back to float, in the order in which they were taken back
 * @param trials how many models were written and run
 */
public record BudgetResult(
        Budget budget,
        boolean isMet,
        QuantizationPlan plan,
        Reached before,
        Reached after,
        List<LeftInFloat> left,
        int trials) {

    public BudgetResult {
        left = List.copyOf(left);
    }

    /** A plan that keeps the budget as it is, by one measurement. */
    public static BudgetResult met(Budget budget, QuantizationPlan plan, Reached reached) {
        return new BudgetResult(budget, true, plan, reached, reached, List.of(), 1);
    }

    /** The same, counted from what was reached by other means before the search. */
    public BudgetResult startingFrom(Reached reached) {
        return new BudgetResult(budget, isMet, plan, reached, after, left, trials + 1);
    }

    /** The same for a plan that was measured once more: met only if that keeps the budget too. */
    public BudgetResult remeasured(Reached again) {
        return new BudgetResult(
                budget, isMet && budget.isMetBy(again), plan, before, again, left, trials);
    }
}
