package dev.vernier;

import dev.vernier.calibrator.Calibrator;
import dev.vernier.calibrator.MinMax;
import dev.vernier.collect.Collection;
import dev.vernier.collect.RangeHints;
import dev.vernier.data.DataException;
import dev.vernier.evaluate.Evaluation;
import dev.vernier.exchange.CalibrationTable;
import dev.vernier.exchange.TableFormat;
import dev.vernier.plan.Planner;
import dev.vernier.plan.QuantizationPlan;
import dev.vernier.plan.WeightNotes;
import dev.vernier.statistics.StatisticsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of a model, and what it was decided from: samples, saved statistics or a given plan.
 *
 * @param model what the plan speaks of
 * @param plan what is quantized and how
 * @param statistics what the plan was made from, unless it was given
 * @param foreign whether these are nothing but the ranges that another tool chose
 * @param notes what became of the model, one sentence each
 * @param warnings what a user should know of the samples, one sentence each
 */
record Decisions(
        PlacedModel model,
        QuantizationPlan plan,
        Optional<StatisticsFile> statistics,
        boolean foreign,
        List<String> notes,
        List<String> warnings) {

    /** Decides from samples that just ran. */
    static Decisions of(PlacedModel model, Collection seen, Calibrator calibrator) {
        QuantizationPlan plan =
                new Planner(
                                model.graph(),
                                model.target(),
                                seen.statistics(),
                                calibrator,
                                model.exclusions(),
                                model.overrides())
                        .plan();
        List<String> notes = new ArrayList<>(model.prepared().notes());
        notes.addAll(WeightNotes.of(model.graph(), plan));
        return new Decisions(
                model, plan, Optional.of(seen.statistics()), false, notes, seen.notes());
    }

    /**
     * Decides from what was seen of samples before, or from the ranges that another tool chose.
     *
     * @throws DataException if the statistics are of another model or lack all that is needed
     */
    static Decisions ofStatistics(PlacedModel model, Path file, Calibrator calibrator)
            throws IOException {
        Optional<TableFormat> table =
                StatisticsFile.isStatistics(file) ? Optional.empty() : TableFormat.of(file);
        return table.isPresent()
                ? ofTable(model, file, table.get().read(file))
                : ofStatistics(model, file, StatisticsFile.read(file), calibrator);
    }

    private static Decisions ofStatistics(
            PlacedModel model, Path file, StatisticsFile statistics, Calibrator calibrator) {
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
        List<String> warnings = new ArrayList<>(missing(model, statistics, file));
        warnings.addAll(RangeHints.of(statistics));
        return of(model, new Collection(statistics, warnings), calibrator);
    }

    /** Takes the ranges of a table as they are: there is nothing to choose. */
    private static Decisions ofTable(PlacedModel model, Path file, CalibrationTable table) {
        StatisticsFile ends = table.statistics(model.digest(), file.toString());
        List<String> warnings = new ArrayList<>(missing(model, ends, file));
        warnings.add(
                file
                        + ": ranges as they stand there; such a file does not say of which model"
                        + " [foreign-ranges]");
        Decisions decided = of(model, new Collection(ends, warnings), new MinMax());
        return new Decisions(
                model, decided.plan, decided.statistics, true, decided.notes, warnings);
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

    /** Takes a plan as it is. */
    static Decisions ofPlan(GivenPlan given) {
        return new Decisions(
                given.model(),
                given.plan(),
                Optional.empty(),
                false,
                given.model().prepared().notes(),
                List.of());
    }

    /** The same with one more warning, if there is one. */
    Decisions warning(Optional<String> more) {
        List<String> all = new ArrayList<>(warnings);
        more.ifPresent(all::add);
        return new Decisions(model, plan, statistics, foreign, notes, all);
    }

    QuantizationResult result(
            Path output,
            Refined refined,
            QuantizationPlan written,
            Evaluation evaluation,
            Optional<String> unchecked) {
        List<String> all = new ArrayList<>(notes);
        all.addAll(refined.improved().notes());
        unchecked.ifPresent(all::add);
        return new QuantizationResult(
                output,
                written,
                evaluation,
                foreign ? Optional.empty() : statistics,
                refined.improved().improvements(),
                refined.budget().map(searched -> AccuracyGoal.confirmed(searched, evaluation)),
                all,
                warnings);
    }
}
