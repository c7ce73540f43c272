package dev.vernier.improve;

import dev.vernier.graph.Tensor;
import dev.vernier.improve.matrix.Rows;
import dev.vernier.improve.matrix.WeightMatrix;
import dev.vernier.model.Weights;
import dev.vernier.numeric.Range;
import java.util.List;
import java.util.Optional;

/**
 * How far each channel of a value goes to either side of zero inside of the value's range, as seen
 * in rows of samples.
 *
 * @param low the smallest of each channel, at most 0
 * @param high the largest of each channel, at least 0
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ChannelReach(float[] low, float[] high, Range range) {

    private static final int MOST_ROWS = 128;

    /** Of what a layer reads. */
    static ChannelReach ofInput(Layer layer, Candidate candidate, Evidence evidence) {
        Range range = candidate.plan().activation(layer.input()).range();
        ChannelReach reach = none(layer.inputChannels(), range);
        for (Rows rows : List.of(evidence.fitted(layer), evidence.heldOut(layer))) {
            for (int i = 0; i < rows.values().length; i++) {
                reach.add(i % rows.columns() / layer.positions(), rows.values()[i]);
            }
        }
        return reach;
    }

    /** Of what a layer writes. Cost: a product of 256 rows with its weight. */
    static ChannelReach ofOutput(Layer layer, Candidate candidate, Evidence evidence) {
        Range range = candidate.plan().activation(layer.node().output()).range();
        WeightMatrix matrix = layer.matrix();
        Optional<Tensor> bias = BiasPlace.of(layer, candidate.graph());
        float[] shift = bias.map(Weights::floats).orElseGet(() -> new float[layer.channels()]);
        ChannelReach reach = none(layer.channels(), range);
        for (Rows all : List.of(evidence.fitted(layer), evidence.heldOut(layer))) {
            Rows rows = all.thinned(MOST_ROWS);
            for (int channel = 0; channel < layer.channels(); channel++) {
                for (int row = 0; row < rows.count(); row++) {
                    reach.add(channel, (float) matrix.product(channel, rows, row) + shift[channel]);
                }
            }
        }
        return reach;
    }

    private static ChannelReach none(int channels, Range range) {
        return new ChannelReach(new float[channels], new float[channels], range);
    }

    private void add(int channel, float value) {
        low[channel] = Math.min(low[channel], Math.max(range.min(), value));
        high[channel] = Math.max(high[channel], Math.min(range.max(), value));
    }

    /** By how much a channel can be multiplied before it leaves a range; infinite for zeros. */
    float room(int channel, Range within) {
        return Math.min(ratio(within.min(), low[channel]), ratio(within.max(), high[channel]));
    }

    private static float ratio(float end, float reached) {
        return reached == 0 ? Float.POSITIVE_INFINITY : end / reached;
    }
}
