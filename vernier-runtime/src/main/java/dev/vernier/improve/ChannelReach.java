package dev.vernier.improve;

import dev.vernier.numeric.Range;

/** How much room the channels of a value leave in the value's range. */
record ChannelReach(ChannelExtremes extremes, Range range) {

    /** By how much further than seen a multiplied channel may go. */
    static final float MARGIN = 1.25f;

    /** Of a value that is quantized. */
    static ChannelReach of(String value, Candidate candidate, Evidence evidence) {
        return new ChannelReach(evidence.reach(value), candidate.plan().activation(value).range());
    }

    /** The least of a channel that the range lets through. */
    float low(int channel) {
        return Math.max(range.min(), extremes.low()[channel]);
    }

    /** The most of a channel that the range lets through. */
    float high(int channel) {
        return Math.min(range.max(), extremes.high()[channel]);
    }

    /** By how much a channel can be multiplied before it leaves a range; infinite for zeros. */
    float room(int channel, Range within) {
        return Math.min(ratio(within.min(), low(channel)), ratio(within.max(), high(channel)));
    }

    /** The range that holds all channels, each multiplied; of other samples a bit more. */
    Range scaled(float[] factors) {
        float min = range.min();
        float max = range.max();
        for (int channel = 0; channel < factors.length; channel++) {
            float factor = factors[channel] > 1 ? MARGIN * factors[channel] : 1;
            min = Math.min(min, factor * low(channel));
            max = Math.max(max, factor * high(channel));
        }
        return new Range(min, max);
    }

    private static float ratio(float end, float reached) {
        return reached == 0 ? Float.POSITIVE_INFINITY : end / reached;
    }
}
