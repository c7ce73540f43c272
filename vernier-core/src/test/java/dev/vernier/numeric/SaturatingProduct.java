package dev.vernier.numeric;

/**
 * What a processor without VNNI computes: products of unsigned by signed bytes, two neighbours
 * added in a saturating 16-bit lane (x86 vpmaddubsw), and those sums added in 32 bits. And what is
 * right.
 */
final class SaturatingProduct {

    private SaturatingProduct() {}

    /** By definition. */
    static int exact(int[] activations, int[] weights) {
        int sum = 0;
        for (int k = 0; k < weights.length; k++) {
            sum += activations[k] * weights[k];
        }
        return sum;
    }

    /** As vpmaddubsw and vpmaddwd do; a missing neighbour is zero. */
    static int saturating(int[] activations, int[] weights) {
        int sum = 0;
        for (int k = 0; k < weights.length; k += 2) {
            int pair = activations[k] * weights[k];
            if (k + 1 < weights.length) {
                pair += activations[k + 1] * weights[k + 1];
            }
            sum += Math.max(Short.MIN_VALUE, Math.min(pair, Short.MAX_VALUE));
        }
        return sum;
    }
}
