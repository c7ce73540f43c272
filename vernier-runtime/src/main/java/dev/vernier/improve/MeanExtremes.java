package dev.vernier.improve;

/**
 * How far each channel of a value goes in a sample, on the average over samples.
 *
 * <p>What a channel reaches once in all samples says little about the room that it needs: a factor
 * that such a value forbids would help everywhere else. Sums of doubles: samples have to be added
 * in an order that is always the same. Not thread-safe.
 */
final class MeanExtremes {

    private double[] low = new double[0];
    private double[] high = new double[0];
    private int samples;

    /** Adds a sample; of the same value, so of as many channels. */
    void add(ChannelExtremes found) {
        if (samples == 0) {
            low = new double[found.low().length];
            high = new double[found.high().length];
        }
        for (int channel = 0; channel < Math.min(low.length, found.low().length); channel++) {
            low[channel] += found.low()[channel];
            high[channel] += found.high()[channel];
        }
        samples++;
    }

    /** The mean of what was added. */
    ChannelExtremes mean() {
        return new ChannelExtremes(mean(low), mean(high));
    }

    private float[] mean(double[] sums) {
        float[] means = new float[sums.length];
        for (int channel = 0; channel < means.length; channel++) {
            means[channel] = (float) (sums[channel] / samples);
        }
        return means;
    }
}
