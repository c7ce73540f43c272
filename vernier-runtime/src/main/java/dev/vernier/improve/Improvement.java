package dev.vernier.improve;

import java.util.Optional;

/**
 * What became of one step.
 *
 * @param step its name, as {@link Step#name} spells it
 * @param before SQNR of the quantized model's outputs without it, in dB, equation (12); the mean
 *     over the outputs of noise to signal; infinite where nothing differs
 * @param after the same with it; empty if the step found nothing to do
 * @param kept whether its result was taken over
 * @param heldOut number of samples both were measured on; the step was not fitted on them
 * @param detail what it changed, such as {@code 34 of 36 layers}; may be empty
 */
public record Improvement(
        String step,
        double before,
        Optional<Double> after,
        boolean kept,
        int heldOut,
        String detail) {

    public Improvement {
        if (kept && after.isEmpty()) {
            throw new IllegalArgumentException(
                    "a step that is kept must have been measured; step=" + step);
        }
    }
}
