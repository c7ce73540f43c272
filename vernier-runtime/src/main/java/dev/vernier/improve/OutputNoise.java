package dev.vernier.improve;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Noise of one output over samples, by channels, so that small ones count beside large ones.
 *
 * <p>A detector gives boxes in pixels and scores below one in the same tensor; a single sum of
 * squares would see the pixels only. Channels lie along the second of four or more axes, or the
 * shorter of the inner two of three, if it has one length in all samples. Those within a factor of
 * 1000 in energy are taken together, in at most three groups; most outputs have one. The figure is
 * the mean of the groups' decibels, equation (12), each between -10 and 60.
 */
final class OutputNoise {

    private static final int MOST_CHANNELS = 512;
    private static final int MOST_GROUPS = 3;
    private static final double APART = 1e-3;
    private static final double LOWEST = -10;
    private static final double HIGHEST = 60;

    private final int axis;
    private final double[] signal;
    private final double[] noise;

    private OutputNoise(int axis, int channels) {
        this.axis = axis;
        this.signal = new double[channels];
        this.noise = new double[channels];
    }

    /** For an output that had these shapes. */
    static OutputNoise of(List<long[]> shapes) {
        long[] first = shapes.get(0);
        int axis =
                IntStream.range(1, first.length == 3 ? 3 : Math.min(2, first.length - 1))
                        .filter(at -> first[at] > 1 && first[at] <= MOST_CHANNELS)
                        .filter(
                                at ->
                                        shapes.stream()
                                                .allMatch(shape -> hasLength(shape, first, at)))
                        .boxed()
                        .min(Comparator.comparingLong(at -> first[at]))
                        .orElse(-1);
        return new OutputNoise(axis, axis < 0 ? 1 : (int) first[axis]);
    }

    private static boolean hasLength(long[] shape, long[] first, int axis) {
        return shape.length == first.length && shape[axis] == first[axis];
    }

    /** Takes a sample whose output came out right in shape and finite. */
    void add(long[] shape, float[] expected, float[] found) {
        int inner = 1;
        for (int at = axis < 0 ? 0 : axis + 1; at < shape.length; at++) {
            inner *= (int) shape[at];
        }
        for (int i = 0; i < expected.length; i++) {
            int channel = i / inner % signal.length;
            double error = (double) found[i] - expected[i];
            signal[channel] += (double) expected[i] * expected[i];
            noise[channel] += error * error;
        }
    }

    /** Takes a sample whose output is lost: as much noise as signal. */
    void addLost(long[] shape, float[] expected) {
        add(shape, expected, new float[expected.length]);
    }

    /** Takes what another of the same output took. */
    void add(OutputNoise other) {
        for (int channel = 0; channel < signal.length; channel++) {
            signal[channel] += other.signal[channel];
            noise[channel] += other.noise[channel];
        }
    }

    /** Signal to noise of what was taken, in dB. */
    double decibel() {
        Integer[] channels = IntStream.range(0, signal.length).boxed().toArray(Integer[]::new);
        Arrays.sort(channels, Comparator.comparingDouble(channel -> -signal[channel]));
        double sum = 0;
        int groups = 0;
        for (int from = 0, to; from < channels.length; from = to) {
            double groupSignal = 0;
            double groupNoise = 0;
            for (to = from; to < channels.length && belongs(channels, from, to, groups); to++) {
                groupSignal += signal[channels[to]];
                groupNoise += noise[channels[to]];
            }
            sum += decibel(groupSignal, groupNoise);
            groups++;
        }
        return sum / groups;
    }

    private boolean belongs(Integer[] channels, int first, int channel, int groups) {
        return groups == MOST_GROUPS - 1
                || signal[channels[channel]] == 0
                || signal[channels[channel]] >= APART * signal[channels[first]];
    }

    private static double decibel(double signal, double noise) {
        if (noise == 0) {
            return HIGHEST;
        }
        double decibel = signal == 0 ? LOWEST : 10 * StrictMath.log10(signal / noise);
        return Math.max(LOWEST, Math.min(HIGHEST, decibel));
    }
}
