package dev.vernier;

import dev.vernier.evaluate.Evaluation;
import dev.vernier.improve.Improvement;
import dev.vernier.plan.QuantizationPlan;
import dev.vernier.sensitivity.BudgetResult;
import dev.vernier.statistics.StatisticsFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What came of a quantization.
 *
 * @param output where the quantized model is
 * @param plan what became of each node, and why
 * @param evaluation the quantized model against the float model, measured
 * @param statistics what was seen of the samples, as {@link StatisticsFiles} saves it; empty if a
 *     plan or the ranges of another tool were given
 * @param improvements what each accuracy method came to, in the order in which they were tried
 * @param budget what came of the search for nodes to leave in float, if a budget was set or the
 *     model was below the floor; its figures are those of the written model
 * @param notes what became of the model on the way, one sentence each
 * @param warnings what a user should know of the samples, one sentence each
 */
public record QuantizationResult(
        Path output,
        QuantizationPlan plan,
        Evaluation evaluation,
        Optional<StatisticsFile> statistics,
        List<Improvement> improvements,
        Optional<BudgetResult> budget,
        List<String> notes,
        List<String> warnings) {

    public QuantizationResult {
        improvements = List.copyOf(improvements);
        notes = List.copyOf(notes);
        warnings = List.copyOf(warnings);
    }
}
