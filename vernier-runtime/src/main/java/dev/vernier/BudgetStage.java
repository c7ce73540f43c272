package dev.vernier;

import dev.vernier.runner.RunnerOptions;
import dev.vernier.sensitivity.Budget;
import dev.vernier.sensitivity.BudgetPlanner;
import dev.vernier.sensitivity.Subject;
import dev.vernier.statistics.StatisticsFile;
import java.io.IOException;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Takes nodes out of a finished plan where accuracy asks for it: for a budget before the model is
 * written, for the floor after the comparison showed that the model is below it.
 */
record BudgetStage(
        PlacedModel model,
        AccuracyGoal goal,
        RunnerOptions running,
        ComparedSamples compared,
        ProgressListener progress) {

    /** The decisions, within the user's budget if there is one. */
    Decisions withinBudget(Decisions decided) throws IOException {
        return goal.budget().isEmpty() ? decided : searched(decided, goal.budget().get());
    }

    /** The decisions without the nodes that keep the model below the floor. */
    Decisions rescued(Decisions decided) throws IOException {
        return searched(decided, goal.rescue().orElseThrow());
    }

    private Decisions searched(Decisions decided, Budget budget) throws IOException {
        progress.started("searching");
        Subject subject =
                new Subject(
                        model.file(),
                        model.prepared().model(),
                        model.target(),
                        decided.plan(),
                        decided.statistics().map(StatisticsFile::tensors).orElse(Map.of()));
        return decided.within(
                new BudgetPlanner(subject, budget, goal.scoring(), running)
                        .plan(
                                compared.samples(),
                                compared.limit(),
                                trials -> progress.advanced(trials, OptionalLong.empty())));
    }
}
