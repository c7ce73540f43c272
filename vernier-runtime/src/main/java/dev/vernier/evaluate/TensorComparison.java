package dev.vernier.evaluate;

import dev.vernier.numeric.ErrorMeasures;
import java.util.List;
import java.util.Optional;

/**
 * One inner value of the quantized model against the float model, over all samples.
 *
 * @param tensor its name in the float model
 * @param node the node that computes it, as messages call it; the value's name for a model input
 * @param op the operator of that node; {@code input} for a model input
 * @param matchedBy how it was found in the quantized model: name, node or structure
 * @param quantized whether the quantized model holds it as integers
 * @param shape its shape for the first sample
 * @param accumulated the error with those of all values before it, equation (12)
 * @param local the error of its own node group, which is fed the float model's values; empty where
 *     that could not be run
 * @param nonFinite elements that are NaN or infinite in one of the models only; they are left out
 *     of the errors
 */
public record TensorComparison(
        String tensor,
        String node,
        String op,
        String matchedBy,
        boolean quantized,
        List<Long> shape,
        ErrorMeasures accumulated,
        Optional<ErrorMeasures> local,
        long nonFinite) {

    public TensorComparison {
        shape = List.copyOf(shape);
    }
}
