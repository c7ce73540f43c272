package dev.vernier.plan;

import dev.vernier.numeric.QuantizationParameters;
import dev.vernier.numeric.Range;

/**
 * How a value that flows between nodes is quantized.
 *
 * @param value its name
 * @param range the real values it has to represent
 * @param calibrator how the range was chosen; for a value that is only moved, from where
 * @param parameters scale and zero point
 */
public record ActivationPlan(
        String value, Range range, String calibrator, QuantizationParameters parameters) {

    static final String GIVEN = "override";

    /** The ends of a curve, where the codes have to end. */
    static final String EXACT = "exact";

    /** Whether a user or a kernel fixed it, so that nobody may choose another range. */
    public boolean isGiven() {
        return calibrator.startsWith(GIVEN) || calibrator.equals(EXACT);
    }
}
