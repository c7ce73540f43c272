package dev.vernier;

import dev.vernier.evaluate.Evaluation;
import dev.vernier.evaluate.Labels;
import dev.vernier.evaluate.Metric;
import dev.vernier.evaluate.Metrics;
import dev.vernier.sensitivity.Budget;
import dev.vernier.sensitivity.BudgetResult;
import dev.vernier.sensitivity.Reached;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How accurate the quantized model has to be.
 *
 * @param budget what the user asks for
 * @param metric what a drop is a drop of
 * @param labels classes of the samples, scored by top-1 accuracy unless there is a metric
 * @param floor where no budget is asked for: the SQNR in dB below which nodes are taken back
 */
record AccuracyGoal(
        Optional<Budget> budget,
        Optional<Metric> metric,
        Optional<Labels> labels,
        OptionalDouble floor) {

    /**
     * The floor unless another is set: the error has a tenth of the signal's power. Of answers that
     * are one-hot, one in twenty has changed.
     */
    static final double DEFAULT_FLOOR = 10;

    static final AccuracyGoal DEFAULT =
            new AccuracyGoal(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    OptionalDouble.of(DEFAULT_FLOOR));

    AccuracyGoal withBudget(Budget newBudget) {
        return new AccuracyGoal(Optional.of(newBudget), metric, labels, floor);
    }

    AccuracyGoal withMetric(Metric newMetric) {
        return new AccuracyGoal(budget, Optional.of(newMetric), labels, floor);
    }

    AccuracyGoal withLabels(Labels newLabels) {
        return new AccuracyGoal(budget, metric, Optional.of(newLabels), floor);
    }

    AccuracyGoal withFloor(OptionalDouble newFloor) {
        return new AccuracyGoal(budget, metric, labels, newFloor);
    }

    /** The metric, or top-1 accuracy if there are labels. */
    Optional<Metric> scoring() {
        return metric.or(() -> labels.map(Metrics::topOne));
    }

    /** The floor as a budget, unless the user asks for one. */
    Optional<Budget> rescue() {
        return budget.isPresent() || floor.isEmpty()
                ? Optional.empty()
                : Optional.of(Budget.minSqnr(floor.getAsDouble()));
    }

    /** The search's result with the figures of the model as it was written. */
    static BudgetResult confirmed(BudgetResult searched, Evaluation evaluation) {
        return searched.remeasured(
                new Reached(
                        evaluation.worstSqnr(),
                        evaluation.worstCosine(),
                        evaluation
                                .task()
                                .map(
                                        task ->
                                                new Reached.Score(
                                                        task.metric(),
                                                        task.floatScore(),
                                                        task.quantizedScore()))));
    }
}
