package dev.vernier.statistics;

import dev.vernier.kernel.ChannelScan;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * Largest magnitude and mean of each channel of a tensor: what equalization, smoothing and bias
 * correction ask for.
 *
 * <p>Sums are exact integers in units of 2^-149, the smallest float, so that no order of additions
 * can show and none can overflow: a sum of doubles would depend on how the samples were divided. A
 * mean is the exact sum rounded once to double, divided by the count.
 *
 * <p>Only finite values count; a channel without one has magnitude 0 and mean 0. Immutable.
 */
public final class ChannelStatistics {

    private final int axis;
    private final float[] magnitudes;
    private final long[] counts;
    private final BigInteger[] sums;

    /**
     * Statistics of given channels.
     *
     * @param axis the channels' axis in the tensor's shape, negative if counted from its end
     * @param magnitudes largest |value| by channel, finite and not negative
     * @param counts number of finite values by channel
     * @param sums sum of the values by channel, in units of 2^-149
     * @throws IllegalArgumentException if lengths differ, are zero, or a value is out of its domain
     */
    public ChannelStatistics(int axis, float[] magnitudes, long[] counts, BigInteger[] sums) {
        if (magnitudes.length == 0
                || magnitudes.length != counts.length
                || magnitudes.length != sums.length) {
            throw new IllegalArgumentException(
                    "channels must be of equal and positive number; magnitudes=%d, counts=%d,"
                                    .formatted(magnitudes.length, counts.length)
                            + " sums="
                            + sums.length);
        }
        for (int c = 0; c < counts.length; c++) {
            boolean magnitudeFits =
                    counts[c] == 0 ? magnitudes[c] == 0f : Float.isFinite(magnitudes[c]);
            if (counts[c] < 0 || Math.copySign(1f, magnitudes[c]) < 0f || !magnitudeFits) {
                throw new IllegalArgumentException(
                        "channel must have a count and a finite magnitude, 0 if it is empty;"
                                + " channel=%d, count=%d, magnitude=%s"
                                        .formatted(c, counts[c], magnitudes[c]));
            }
        }
        this.axis = axis;
        this.magnitudes = magnitudes.clone();
        this.counts = counts.clone();
        this.sums = sums.clone();
    }

    /** The channels' axis in the tensor's shape, negative if counted from its end. */
    public int axis() {
        return axis;
    }

    /** The number of channels. */
    public int channels() {
        return magnitudes.length;
    }

    /** The largest |value| of a channel. */
    public float magnitude(int channel) {
        return magnitudes[channel];
    }

    /** The number of finite values of a channel. */
    public long count(int channel) {
        return counts[channel];
    }

    /** The sum of a channel, in units of 2^-149. */
    public BigInteger sum(int channel) {
        return sums[channel];
    }

    /** The mean of a channel's finite values, 0 if it has none. */
    public double mean(int channel) {
        return counts[channel] == 0
                ? 0
                : Math.scalb(sums[channel].doubleValue(), ChannelScan.LOWEST_EXPONENT)
                        / counts[channel];
    }

    /**
     * The statistics of both.
     *
     * @throws IllegalArgumentException if the two differ in axis or number of channels
     */
    public ChannelStatistics merge(ChannelStatistics other) {
        if (axis != other.axis || channels() != other.channels()) {
            throw new IllegalArgumentException(
                    "channels must be the same to merge; axis=%d and %d, channels=%d and %d"
                            .formatted(axis, other.axis, channels(), other.channels()));
        }
        float[] mergedMagnitudes = new float[channels()];
        long[] mergedCounts = new long[channels()];
        BigInteger[] mergedSums = new BigInteger[channels()];
        for (int c = 0; c < channels(); c++) {
            mergedMagnitudes[c] = Math.max(magnitudes[c], other.magnitudes[c]);
            mergedCounts[c] = Math.addExact(counts[c], other.counts[c]);
            mergedSums[c] = sums[c].add(other.sums[c]);
        }
        return new ChannelStatistics(axis, mergedMagnitudes, mergedCounts, mergedSums);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ChannelStatistics that
                && axis == that.axis
                && Arrays.equals(magnitudes, that.magnitudes)
                && Arrays.equals(counts, that.counts)
                && Arrays.equals(sums, that.sums);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(magnitudes) ^ Arrays.hashCode(sums);
    }

    @Override
    public String toString() {
        return "ChannelStatistics[axis=" + axis + ", channels=" + channels() + "]";
    }
}
