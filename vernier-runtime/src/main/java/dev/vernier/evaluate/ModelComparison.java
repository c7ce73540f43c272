package dev.vernier.evaluate;

import java.util.List;
import java.util.Optional;

/**
 * A float model against a quantized model of any origin, measured.
 *
 * @param floatBytes size of the float model with its external data
 * @param quantizedBytes size of the quantized model with its external data
 * @param samples how many samples were compared
 * @param outputs one a model output, in the model's order
 * @param agreement of the first output's largest elements, if it has rows of scores
 * @param task accuracy on labels, if there were any
 * @param tensors inner values, in the order of the float model; empty if only outputs were asked
 * @param unmatched values of the float model that are not in the quantized one: folded or fused
 * @param notes what could not be measured, one sentence each
 */
public record ModelComparison(
        long floatBytes,
        long quantizedBytes,
        int samples,
        List<OutputComparison> outputs,
        Optional<RankAgreement> agreement,
        Optional<TaskScore> task,
        List<TensorComparison> tensors,
        List<String> unmatched,
        List<String> notes) {

    public ModelComparison {
        outputs = List.copyOf(outputs);
        tensors = List.copyOf(tensors);
        unmatched = List.copyOf(unmatched);
        notes = List.copyOf(notes);
    }
}
