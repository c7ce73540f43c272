package dev.vernier;

import dev.vernier.calibrator.Calibrator;
import dev.vernier.collect.Collection;
import dev.vernier.data.DataException;
import dev.vernier.evaluate.Evaluation;
import dev.vernier.plan.Planner;
import dev.vernier.plan.QuantizationPlan;
import dev.vernier.sensitivity.BudgetResult;
import dev.vernier.statistics.StatisticsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of a model, and what it was decided from: samples, saved statistics or a given plan.
 *
 * @param plan what is quantized and how
 * @param statistics what the plan was made from, unless it was given
 * @param notes what a user should know, one sentence each
 * @param budget what came of a search for a budget, if there was one
 */
record Decisions(
        QuantizationPlan plan,
        Optional<StatisticsFile> statistics,
        List<String> notes,
        Optional<BudgetResult> budget) {

    /** Decides from samples that just ran. */
    static Decisions of(PlacedModel model, Collection seen, Calibrator calibrator) {
        QuantizationPlan plan =
                new Planner(model.graph(), model.target(), seen.statistics(), calibrator).plan();
        List<String> notes = new ArrayList<>(model.prepared().notes());
        notes.addAll(seen.notes());
        return new Decisions(plan, Optional.of(seen.statistics()), notes, Optional.empty());
    }

    /**
     * Decides from what was seen of samples before.
     *
     * @throws DataException if the statistics are of another model or lack all that is needed
     */
    static Decisions ofStatistics(PlacedModel model, Path file, Calibrator calibrator)
            throws IOException {
        StatisticsFile statistics = StatisticsFile.read(file);
        if (!statistics.model().equals(model.digest())) {
            throw new DataException(
                    "%s: statistics must be of the model; they are of %s, %s is %s; run vernier"
                                    .formatted(
                                            file,
                                            statistics.model(),
                                            model.file().path(),
                                            model.digest())
                            + " calibrate on this model");
        }
        return of(model, new Collection(statistics, missing(model, statistics, file)), calibrator);
    }

    /** Says which tensors nothing is known of: those of another target, or not of a float type. */
    private static List<String> missing(PlacedModel model, StatisticsFile known, Path file) {
        List<String> missing =
                model.placement().watched().stream()
                        .filter(name -> !known.tensors().containsKey(name))
                        .toList();
        if (missing.isEmpty()) {
            return List.of();
        }
        String message =
                "%s: statistics lack %d of %d tensors, the first is '%s'; run vernier calibrate for"
                                .formatted(
                                        file,
                                        missing.size(),
                                        model.placement().watched().size(),
                                        missing.get(0))
                        + " target "
                        + model.target().name();
        if (missing.size() == model.placement().watched().size()) {
            throw new DataException(message);
        }
        return List.of(message);
    }

    /** Takes a plan as it is, once it is known to fit. */
    static Decisions ofPlan(PlacedModel model, Path file) throws IOException {
        QuantizationPlan plan = GivenPlan.read(file, model);
        return new Decisions(plan, Optional.empty(), model.prepared().notes(), Optional.empty());
    }

    /** The plan that a search came to, in place of this one. */
    Decisions within(BudgetResult searched) {
        return new Decisions(searched.plan(), statistics, notes, Optional.of(searched));
    }

    QuantizationResult result(Path output, Evaluation evaluation) {
        return new QuantizationResult(
                output,
                plan,
                evaluation,
                statistics,
                notes,
                budget.map(searched -> AccuracyGoal.confirmed(searched, evaluation)));
    }
}
