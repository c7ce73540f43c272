package dev.vernier.statistics;

import dev.vernier.kernel.ChannelScan;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;

/**
 * Fills the summaries by channel of one tensor.
 *
 * <p>The number of channels is that of the first array's shape; a later one must agree. Memory: 188
 * bytes a channel. Not thread-safe.
 */
final class ChannelAccumulator {

    private final String tensor;
    private final int axis;
    private float[] magnitudes = new float[0];
    private long[] counts = new long[0];
    private long[] sums = new long[0];
    private int addsSinceCarry;

    /** How many values in a row belong to one channel, in the array that is open. */
    private long inner = 1;

    /**
     * @param tensor its name, for messages
     * @param axis the channels' axis in each shape, negative if counted from its end
     */
    ChannelAccumulator(String tensor, int axis) {
        this.tensor = tensor;
        this.axis = axis;
    }

    /**
     * Begins an array of this shape, of at least one value.
     *
     * @throws IllegalArgumentException if it does not have as many channels as the arrays before
     */
    void open(long... shape) {
        int index = axis < 0 ? axis + shape.length : axis;
        checkChannels(index, shape);
        inner = 1;
        for (int i = index + 1; i < shape.length; i++) {
            inner = Math.multiplyExact(inner, shape[i]);
        }
    }

    private void checkChannels(int index, long... shape) {
        if (index < 0 || index >= shape.length) {
            throw new IllegalArgumentException(
                    "channel axis must be an axis of the shape; tensor=%s, axis=%d, shape=%s"
                            .formatted(tensor, axis, Arrays.toString(shape)));
        }
        if (counts.length == 0) {
            int channels = Math.toIntExact(shape[index]);
            magnitudes = new float[channels];
            counts = new long[channels];
            sums = new long[Math.multiplyExact(channels, ChannelScan.LIMBS)];
        } else if (shape[index] != counts.length) {
            throw new IllegalArgumentException(
                    "number of channels must not change; tensor=%s, axis=%d, shape=%s, before=%d"
                            .formatted(tensor, axis, Arrays.toString(shape), counts.length));
        }
    }

    /**
     * Adds {@code values[from..to)}.
     *
     * @param position index of the first value in its array
     */
    void add(float[] values, int from, int to, long position) {
        int at = from;
        while (at < to) {
            if (addsSinceCarry == ChannelScan.SAFE_ADDS) {
                ChannelScan.carry(sums);
                addsSinceCarry = 0;
            }
            int end = Math.min(to, at + ChannelScan.SAFE_ADDS - addsSinceCarry);
            ChannelScan.add(values, at, end, position + at - from, inner, magnitudes, counts, sums);
            addsSinceCarry += end - at;
            at = end;
        }
    }

    /** Empty if no array was ever added. */
    Optional<ChannelStatistics> statistics() {
        if (counts.length == 0) {
            return Optional.empty();
        }
        BigInteger[] exact = new BigInteger[counts.length];
        for (int channel = 0; channel < exact.length; channel++) {
            BigInteger sum = BigInteger.ZERO;
            for (int limb = ChannelScan.LIMBS - 1; limb >= 0; limb--) {
                sum =
                        sum.shiftLeft(ChannelScan.LIMB_BITS)
                                .add(BigInteger.valueOf(sums[channel * ChannelScan.LIMBS + limb]));
            }
            exact[channel] = sum;
        }
        return Optional.of(new ChannelStatistics(axis, magnitudes, counts, exact));
    }
}
