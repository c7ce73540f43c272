package dev.vernier;

import dev.vernier.improve.Candidate;
import dev.vernier.improve.Improved;
import dev.vernier.runner.RunnerOptions;
import dev.vernier.sensitivity.Budget;
import dev.vernier.sensitivity.BudgetPlanner;
import dev.vernier.sensitivity.BudgetResult;
import dev.vernier.sensitivity.Reached;
import dev.vernier.sensitivity.Subject;
import dev.vernier.statistics.StatisticsFile;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/**
 * Makes a finished plan more accurate: by the steps of an effort, and where a budget is not kept
 * all the same, by nodes that go back to float.
 *
 * <p>Nodes are searched in the plan as it was decided, not in the improved one: a weight that was
 * fitted to integers is not what the node should have in float. What is found is then improved in
 * turn.
 *
 * @param accuracy the methods, and calibration samples to improve on
 * @param compared what a budget is measured on
 */
record Refinement(
        PlacedModel model,
        Decisions decided,
        AccuracyStage accuracy,
        AccuracyGoal goal,
        RunnerOptions running,
        ComparedSamples compared,
        ProgressListener progress) {

    /** The plan, improved and within the user's budget if there is one. */
    Refined refined() throws IOException {
        Improved improved = improved(new Candidate(model.graph(), decided.plan()));
        return goal.budget().isEmpty()
                ? new Refined(improved, Optional.empty())
                : within(goal.budget().get(), improved, UnaryOperator.identity());
    }

    /**
     * The plan above the floor: improved if that was not tried, then without the nodes that keep it
     * below.
     */
    Refined rescued(Refined collapsed) throws IOException {
        Improved improved =
                accuracy.isRaised()
                        ? improved(new Candidate(model.graph(), decided.plan()))
                        : collapsed.improved();
        return within(goal.rescue().orElseThrow(), improved, BudgetPlanner::hurried);
    }

    private Improved improved(Candidate start) throws IOException {
        return accuracy.improve(model, start.plan(), progress);
    }

    private Refined within(Budget budget, Improved improved, UnaryOperator<BudgetPlanner> pace)
            throws IOException {
        progress.started("searching");
        Reached all = reached(budget, improved.candidate());
        if (budget.isMetBy(all)) {
            return new Refined(
                    improved,
                    Optional.of(BudgetResult.met(budget, improved.candidate().plan(), all)));
        }
        Candidate start = new Candidate(model.graph(), decided.plan());
        BudgetResult found =
                pace.apply(planner(budget, start))
                        .plan(compared.samples(), compared.limit(), this::advanced)
                        .startingFrom(all);
        Candidate partial = start.withPlan(found.plan());
        Improved again = improved(partial);
        boolean helps = !found.isMet() || budget.isMetBy(reached(budget, again.candidate()));
        return new Refined(helps ? again : Improved.unchanged(partial), Optional.of(found));
    }

    private Reached reached(Budget budget, Candidate candidate) throws IOException {
        return planner(budget, candidate)
                .measure(compared.samples(), compared.limit(), this::advanced);
    }

    private BudgetPlanner planner(Budget budget, Candidate candidate) {
        Subject subject =
                new Subject(
                        model.file(),
                        model.prepared().model().withGraph(candidate.graph()),
                        model.target(),
                        candidate.plan(),
                        decided.statistics().map(StatisticsFile::tensors).orElse(Map.of()));
        return new BudgetPlanner(subject, budget, goal.scoring(), running);
    }

    private void advanced(int trials) {
        progress.advanced(trials, OptionalLong.empty());
    }
}
