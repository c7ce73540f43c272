package dev.vernier.improve;

import dev.vernier.improve.matrix.Rows;
import dev.vernier.improve.matrix.WeightMatrix;
import dev.vernier.numeric.Range;
import dev.vernier.plan.ActivationPlan;

/**
 * What channels between layers are to be multiplied by, and what that gains.
 *
 * <p>A factor s divides the noise that rounding the values of its channel adds behind, and
 * multiplies the noise of the weights that meet the channel:
 *
 * <pre>
 * noise(s) = a / s² + w s²      a = Δ²/12 Σ W²,  w = Σ Δ_W²/12 E[x²]
 * s = (a / w)^(1/4)             no more than the range has room for; at least 1
 * </pre>
 *
 * <p>A depthwise layer has scales for each channel, so w = 0. Everything is relative to the energy
 * of what the layers behind give. Curves leave little below zero, where all channels go equally
 * far: so the shorter side of a range may grow, which makes Δ larger for all channels, as long as
 * the noise of all together falls. The model of rounding noise is equation (12)'s.
 */
final class ChannelBalance {

    /** One over it is the smallest that a grid of 8 bits tells from zero beside one. */
    private static final float LARGEST = 255;

    private static final double GRID = 12;
    private static final int GROWTHS = 8;

    private final Candidate candidate;
    private final Evidence evidence;
    private final double[] activations;
    private final double[] weights;
    private final ChannelReach written;
    private final ChannelReach read;
    private final double writtenNoise;
    private final double readNoise;

    private float[] factors = new float[0];
    private double gained = Double.NEGATIVE_INFINITY;

    ChannelBalance(GatedPath path, Candidate candidate, Evidence evidence) {
        this.candidate = candidate;
        this.evidence = evidence;
        int channels = path.before().channels();
        this.activations = new double[channels];
        this.weights = new double[channels];
        path.behind().forEach(this::addNoise);
        String output = path.before().node().output();
        this.written = ChannelReach.of(output, candidate, evidence);
        this.read = ChannelReach.of(path.value(), candidate, evidence);
        ActivationPlan y = candidate.plan().activation(output);
        ActivationPlan v = candidate.plan().activation(path.value());
        this.readNoise = square(v.parameters().scale());
        this.writtenNoise = square(y.parameters().scale() * width(v.range()) / width(y.range()));
        float growth = 1;
        for (int i = 0; i < GROWTHS; i++, growth *= 2) {
            choose(grown(y.range(), growth), grown(v.range(), growth));
        }
    }

    /** One a channel, at least 1. */
    float[] factors() {
        return factors;
    }

    /** By how much the noise behind gets smaller, relative to the signal. */
    double gained() {
        return gained;
    }

    /** With its shorter side so many times as long, but no longer than the other. */
    private static Range grown(Range range, float growth) {
        float longest = Math.max(-range.min(), range.max());
        return new Range(
                Math.max(-longest, Math.min(range.min(), growth * range.min())),
                Math.min(longest, Math.max(range.max(), growth * range.max())));
    }

    private void choose(Range y, Range v) {
        double steps =
                (readNoise * square(width(v) / width(read.range()))
                                + writtenNoise * square(width(y) / width(written.range())))
                        / GRID;
        double before = (readNoise + writtenNoise) / GRID;
        float[] chosen = new float[activations.length];
        double less = 0;
        for (int channel = 0; channel < chosen.length; channel++) {
            double noise = steps * activations[channel];
            double wanted =
                    weights[channel] > 0
                            ? Math.sqrt(Math.sqrt(noise / weights[channel]))
                            : noise > 0 ? LARGEST : 1;
            double room =
                    Math.min(
                            LARGEST,
                            Math.min(written.room(channel, y), read.room(channel, v))
                                    / ChannelReach.MARGIN);
            chosen[channel] = onGrid(Math.max(1, Math.min(wanted, room)));
            double square = square(chosen[channel]);
            less +=
                    activations[channel] * (before - steps / square)
                            - weights[channel] * (square - 1);
        }
        if (less > gained) {
            gained = less;
            factors = chosen;
        }
    }

    /** No more than a factor, so that what it multiplies fits, and one over it a code of 8 bits. */
    private static float onGrid(double factor) {
        return (float) (LARGEST / Math.ceil(LARGEST / factor));
    }

    private void addNoise(Layer layer) {
        WeightMatrix matrix = layer.matrix();
        Rows rows = evidence.fitted(layer);
        double[] energies = matrix.columnEnergies();
        double[] moments = rows.secondMoments(rows.evenly());
        double signal = 0;
        for (int column = 0; column < energies.length; column++) {
            signal += energies[column] * moments[column];
        }
        if (signal == 0) {
            return;
        }
        for (int column = 0; column < energies.length; column++) {
            activations[column / layer.positions()] += energies[column] / signal;
        }
        float[] scales = layer.scales(candidate.plan());
        for (int i = 0; !layer.isDepthwise() && i < matrix.values().length; i += matrix.depth()) {
            double noise = square(scales[i / matrix.depth()]) / GRID;
            for (int column = 0; column < matrix.depth(); column++) {
                int at = matrix.column(i + column);
                weights[at / layer.positions()] += noise * moments[at] / signal;
            }
        }
    }

    private static double width(Range range) {
        return (double) range.max() - range.min();
    }

    private static double square(double value) {
        return value * value;
    }
}
