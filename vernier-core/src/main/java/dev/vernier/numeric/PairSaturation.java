package dev.vernier.numeric;

/**
 * The smallest weight scale at which a kernel that adds two products in 16 bits cannot overflow,
 * equation (21).
 *
 * <p>Processors without VNNI multiply unsigned activations by signed weights with an instruction
 * (x86 vpmaddubsw) that adds the products of two neighbours along the reduction axis and saturates
 * the sum at 16 bits. With activation codes up to q, a pair of weight codes is safe if |w0 + w1| q
 * ≤ 2^15 - 1, so if the magnitudes of two codes of the same sign add up to at most
 *
 * <pre>
 * (21)  P = ⌊(2^15 - 1) / q⌋,  128 for q = 255,   hence  s_c ≥ max over pairs |w0 + w1| / (P - 1)
 * </pre>
 *
 * <p>P - 1, as rounding can lift both codes by a half; what float32 adds to that is below 10^-4 and
 * cannot reach the next integer. Codes of opposite sign are always safe: their sum is at most 127.
 * Stateless.
 */
public final class PairSaturation {

    private PairSaturation() {}

    /**
     * P: what the magnitudes of two neighbouring codes of one sign may add up to.
     *
     * @param activationCodes how many codes an activation has above its smallest: 255 at 8 bits
     */
    public static int largestCodeSum(int activationCodes) {
        if (activationCodes < 1 || activationCodes > 255) {
            throw new IllegalArgumentException(
                    "activation codes must be from 1 to 255; activationCodes=" + activationCodes);
        }
        return Short.MAX_VALUE / activationCodes;
    }

    /**
     * The smallest safe scale; 0 for a pair of zeros.
     *
     * @param largestMean half the largest |w0 + w1| of two weights of one sign
     * @param activationCodes as for {@link #largestCodeSum}
     * @throws IllegalArgumentException if the mean is negative, NaN or infinite
     */
    public static float smallestScale(float largestMean, int activationCodes) {
        if (!(largestMean >= 0) || Float.isInfinite(largestMean)) { // ! also catches NaN
            throw new IllegalArgumentException(
                    "mean of a pair must be finite and at least 0; largestMean=" + largestMean);
        }
        return (float) (2.0 * largestMean / (largestCodeSum(activationCodes) - 1));
    }
}
