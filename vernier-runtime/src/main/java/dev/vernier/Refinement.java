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
 * <p>Nodes are searched before constants are fitted to integers: a weight that was is not what the
 * node should have in float. What is found is fitted in turn.
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
        Improved improved = improved();
        return goal.budget().isEmpty()
                ? new Refined(improved, Optional.empty())
                : within(goal.budget().get(), improved, UnaryOperator.identity());
    }

    /**
     * The plan above the floor: improved if that was not tried, then without the nodes that keep it
     * below.
     */
    Refined rescued(Refined collapsed) throws IOException {
        Improved improved = accuracy.isRaised() ? improved() : collapsed.improved();
        return within(goal.rescue().orElseThrow(), improved, BudgetPlanner::hurried);
    }

    private Improved improved() throws IOException {
        return accuracy.improve(model, decided.plan(), progress);
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
        Candidate start = improved.unfitted().candidate();
        BudgetResult found =
                pace.apply(planner(budget, start))
                        .plan(compared.samples(), compared.limit(), this::advanced)
                        .startingFrom(all);
        Improved partial = improved.unfitted().replanned(start.withPlan(found.plan()));
        Improved fitted = partial.followedBy(accuracy.fit(model, partial.candidate(), progress));
        boolean helps = !found.isMet() || budget.isMetBy(reached(budget, fitted.candidate()));
        return new Refined(helps ? fitted : partial, Optional.of(found));
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
