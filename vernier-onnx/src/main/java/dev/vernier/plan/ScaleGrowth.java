package dev.vernier.plan;

/**
 * How many channels of a weight have a larger scale than their largest weight asks for, so that
 * sums of neighbouring products fit 16 bits, equation (21).
 *
 * @param channels how many grew, at least one
 * @param meanFactor by how much those did on average, above 1
 */
public record ScaleGrowth(int channels, float meanFactor) {

    public ScaleGrowth {
        if (channels < 1 || !(meanFactor > 1) || Float.isInfinite(meanFactor)) {
            throw new IllegalArgumentException(
                    "growth must be of at least one channel by a factor above 1; channels="
                            + channels
                            + ", meanFactor="
                            + meanFactor);
        }
    }
}
