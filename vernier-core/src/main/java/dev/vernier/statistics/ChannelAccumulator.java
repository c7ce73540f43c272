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

    private final int axis;
    private float[] magnitudes = new float[0];
    private long[] counts = new long[0];
    private long[] sums = new long[0];
    private int addsSinceCarry;

    /**
     * @param axis the channels' axis in each shape, negative if counted from its end
     */
    ChannelAccumulator(int axis) {
        this.axis = axis;
    }

    /** The length of {@code shape} along the axis, which must be that of the shapes before. */
    private void checkChannels(String tensor, long[] shape) {
        int index = axis < 0 ? axis + shape.length : axis;
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

    /** Opens an array of this shape, of at least one value: what one channel's values fill. */
    long innerOf(String tensor, long[] shape) {
        checkChannels(tensor, shape);
        long inner = 1;
        for (int i = (axis < 0 ? axis + shape.length : axis) + 1; i < shape.length; i++) {
            inner = Math.multiplyExact(inner, shape[i]);
        }
        return inner;
    }

    /**
     * Adds {@code values[from..to)}.
     *
     * @param position index of the first value in its array
     * @param inner what {@link #innerOf} said of the array
     */
    void add(float[] values, int from, int to, long position, long inner) {
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
