package dev.vernier.improve;

import java.util.Arrays;
import java.util.Optional;

/**
 * The smallest and the largest that each channel of a value was seen to reach, over all positions
 * of all samples; both at least as far as zero. Values that are not finite are left out.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ChannelExtremes(float[] low, float[] high) {

    private static final int CHANNEL_AXIS = 1;

    /** Of one value with channels along its second axis; empty for a vector. */
    static Optional<ChannelExtremes> of(float[] values, long[] shape) {
        if (shape.length <= CHANNEL_AXIS + 1) {
            return Optional.empty();
        }
        int channels = Math.toIntExact(shape[CHANNEL_AXIS]);
        ChannelExtremes extremes = new ChannelExtremes(new float[channels], new float[channels]);
        int inner = 1;
        for (int axis = CHANNEL_AXIS + 1; axis < shape.length; axis++) {
            inner = Math.toIntExact(inner * shape[axis]);
        }
        for (int from = 0; from + inner <= values.length && inner > 0; from += inner) {
            extremes.add(from / inner % channels, values, from, from + inner);
        }
        return Optional.of(extremes);
    }

    private void add(int channel, float[] values, int from, int to) {
        float least = low[channel];
        float most = high[channel];
        for (int i = from; i < to; i++) {
            float value = values[i];
            if (value < least && value >= -Float.MAX_VALUE) {
                least = value;
            } else if (value > most && value <= Float.MAX_VALUE) {
                most = value;
            }
        }
        low[channel] = least;
        high[channel] = most;
    }

    /** What is reached in either; of the same value, so of as many channels. */
    ChannelExtremes with(ChannelExtremes other) {
        float[] least = low.clone();
        float[] most = high.clone();
        for (int channel = 0; channel < Math.min(least.length, other.low.length); channel++) {
            least[channel] = Math.min(least[channel], other.low[channel]);
            most[channel] = Math.max(most[channel], other.high[channel]);
        }
        return new ChannelExtremes(least, most);
    }

    /** Of the value with each channel multiplied by a positive factor. */
    ChannelExtremes scaled(float[] factors) {
        ChannelExtremes scaled =
                new ChannelExtremes(
                        Arrays.copyOf(low, low.length), Arrays.copyOf(high, high.length));
        for (int channel = 0; channel < factors.length; channel++) {
            scaled.low[channel] *= factors[channel];
            scaled.high[channel] *= factors[channel];
        }
        return scaled;
    }
}
