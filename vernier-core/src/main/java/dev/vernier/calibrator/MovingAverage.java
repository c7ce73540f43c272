package dev.vernier.calibrator;

import dev.vernier.numeric.LinearScheme;
import dev.vernier.numeric.Range;

/**
 * Follows the extremes of a stream: each end moves by a share of its distance to the newest
 * sample's.
 *
 * <p>For data without end, whose distribution drifts. It depends on the order of the samples, so it
 * is no {@link Calibrator}, cannot be merged, and is in no statistics file. Not thread-safe.
 */
public final class MovingAverage {

    private final double share;
    private double min;
    private double max;
    private long samples;

    /**
     * An average that has seen nothing.
     *
     * @param share how far an end moves towards that of each new sample, above 0 and at most 1;
     *     0.01 is usual
     */
    public MovingAverage(double share) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException(
                    "share must be above 0 and at most 1; share=" + share);
        }
        this.share = share;
    }

    /**
     * Takes the extremes of the next sample; the first sets both ends.
     *
     * @throws IllegalArgumentException if they are not finite and in order
     */
    public void observe(float sampleMin, float sampleMax) {
        if (!(sampleMin <= sampleMax)
                || Float.isInfinite(sampleMin)
                || Float.isInfinite(sampleMax)) {
            throw new IllegalArgumentException(
                    "extremes of a sample must be finite and in order; min=%s, max=%s"
                            .formatted(sampleMin, sampleMax));
        }
        min = samples == 0 ? sampleMin : min + share * (sampleMin - min);
        max = samples == 0 ? sampleMax : max + share * (sampleMax - max);
        samples++;
    }

    /** The number of samples seen. */
    public long samples() {
        return samples;
    }

    /**
     * The range to cover now, symmetric for a symmetric scheme.
     *
     * @throws IllegalStateException if no sample was seen
     */
    public Range range(LinearScheme scheme) {
        if (samples == 0) {
            throw new IllegalStateException("range must come after a sample; samples=0");
        }
        return MinMax.fit(min, max, scheme);
    }
}
