package dev.vernier.improve;

import dev.vernier.graph.Tensor;
import dev.vernier.improve.matrix.Rows;
import dev.vernier.improve.matrix.WeightMatrix;
import dev.vernier.model.Weights;
import dev.vernier.numeric.QuantizationParameters;
import dev.vernier.plan.ActivationPlan;
import dev.vernier.plan.WeightPlan;
import java.util.Optional;

/**
 * What rounding makes of a layer's output, and what shifts of its bias are worth once that is
 * rounded as well.
 *
 * <p>A channel that is small on the scale it shares comes out as a single code: a shift by less
 * than half a step does nothing, and a shift by a little more makes the error larger.
 */
final class RoundedOutput {

    private static final int MOST_ROWS = 128;

    private final Layer layer;
    private final Candidate candidate;
    private final WeightMatrix weights;
    private final WeightMatrix rounded;

    RoundedOutput(Layer layer, Candidate candidate) {
        this.layer = layer;
        this.candidate = candidate;
        this.weights = layer.matrix();
        WeightPlan plan = candidate.plan().weight(layer.node().name());
        this.rounded = weights.onGrid(layer.scales(candidate.plan()), plan.type().max());
    }

    /** Mean over rows of what quantization of input and weight adds to each output channel. */
    double[] meanError(Rows rows) {
        Rows onGrid = rows.onGrid(candidate.plan().activation(layer.input()).parameters());
        double[] importance = layer.importance(weights, rows);
        double[] error = rounded.times(onGrid.means(importance));
        double[] exact = weights.times(rows.means(importance));
        for (int channel = 0; channel < error.length; channel++) {
            error[channel] -= exact[channel];
        }
        return error;
    }

    /** The shifts, 0 for each channel whose error on some rows would not become smaller. */
    double[] helping(double[] shift, Tensor bias, Rows all) {
        Optional<ActivationPlan> output =
                layer.decision().quantizedOutput().map(candidate.plan()::activation);
        if (output.isEmpty()) {
            return shift;
        }
        Rows rows = all.thinned(MOST_ROWS);
        Rows onGrid = rows.onGrid(candidate.plan().activation(layer.input()).parameters());
        float[] biases = Weights.floats(bias);
        double[] helping = new double[shift.length];
        for (int channel = 0; channel < shift.length; channel++) {
            float[] wanted = outputs(weights, rows, channel, biases[channel]);
            float[] got = outputs(rounded, onGrid, channel, biases[channel]);
            float by = (float) shift[channel];
            if (error(wanted, got, by, output.get()) < error(wanted, got, 0, output.get())) {
                helping[channel] = shift[channel];
            }
        }
        return helping;
    }

    private static float[] outputs(WeightMatrix matrix, Rows rows, int channel, float bias) {
        float[] outputs = new float[rows.count()];
        for (int row = 0; row < outputs.length; row++) {
            outputs[row] = (float) matrix.product(channel, rows, row) + bias;
        }
        return outputs;
    }

    private static double error(float[] wanted, float[] got, float shift, ActivationPlan output) {
        QuantizationParameters grid = output.parameters();
        float[] shifted = new float[got.length];
        for (int i = 0; i < got.length; i++) {
            shifted[i] = got[i] - shift;
        }
        float[] coded = new Rows(shifted, shifted.length, 1).onGrid(grid).values();
        double error = 0;
        for (int i = 0; i < got.length; i++) { // the range is all that readers tell apart
            float within =
                    Math.max(output.range().min(), Math.min(output.range().max(), wanted[i]));
            error += (double) (coded[i] - within) * (coded[i] - within);
        }
        return error;
    }
}
