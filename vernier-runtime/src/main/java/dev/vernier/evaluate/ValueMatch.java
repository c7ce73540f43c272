package dev.vernier.evaluate;

import java.util.Optional;

/**
 * A value of the float graph and what stands for it in the quantized graph.
 *
 * @param value its name in the float graph
 * @param how what tells that the two belong together
 * @param before the float value in the quantized graph, as computed and not yet quantized; empty
 *     where an integer kernel writes codes
 * @param codes the quantized form, where there is one
 */
record ValueMatch(String value, How how, Optional<String> before, Optional<Codes> codes) {

    /** What tells that two values belong together, the surest first. */
    enum How {
        NAME,
        NODE,
        STRUCTURE
    }

    /**
     * A value of integers with the constants that give it meaning.
     *
     * @param value its name
     * @param scale name of the scale
     * @param zeroPoint name of the zero point; empty for zero
     */
    record Codes(String value, String scale, Optional<String> zeroPoint) {}

    ValueMatch {
        if (before.isEmpty() && codes.isEmpty()) {
            throw new IllegalArgumentException("match must stand on something; value=" + value);
        }
    }
}
