package dev.vernier;

import dev.vernier.evaluate.PlannedWork;
import dev.vernier.plan.QuantizationPlan;
import java.util.List;

/**
 * What would be written, before anything is.
 *
 * @param plan what becomes of each node, and why
 * @param work how much of the arithmetic and of the weights that puts into integers
 * @param notes what became of the model on the way, one sentence each
 * @param warnings what a user should know of the samples, one sentence each
 */
public record PlanPreview(
        QuantizationPlan plan, PlannedWork work, List<String> notes, List<String> warnings) {

    public PlanPreview {
        notes = List.copyOf(notes);
        warnings = List.copyOf(warnings);
    }
}
