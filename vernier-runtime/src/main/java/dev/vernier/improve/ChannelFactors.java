package dev.vernier.improve;

import dev.vernier.graph.Tensor;
import dev.vernier.improve.matrix.WeightMatrix;
import dev.vernier.model.Weights;
import dev.vernier.numeric.LinearScheme;
import dev.vernier.numeric.Range;
import dev.vernier.plan.SmallestScales;
import dev.vernier.plan.WeightPlan;
import dev.vernier.target.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A factor for each channel of a value, taken into the constants of the layers around it, whose
 * weight scales are chosen anew.
 *
 * @param factors one a channel, positive
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ChannelFactors(float[] factors, Target target) {

    /** The layer that writes the value gives the multiple: its weights and bias are multiplied. */
    Candidate writtenBy(Layer planned, Candidate candidate) {
        Candidate multiplied = reweighted(planned, candidate, true);
        Optional<Tensor> bias = BiasPlace.of(planned.in(candidate));
        return bias.isPresent()
                ? multiplied.withConstant(multiplied(bias.get(), bias.get().name(), 1))
                : multiplied;
    }

    /** A layer that reads the multiple gives what it gave before: its weights are divided. */
    Candidate readBy(Layer planned, Candidate candidate) {
        return reweighted(planned, candidate, false);
    }

    /** A constant of one element, or of one a channel, times the factors, beside so many axes. */
    Tensor multiplied(Tensor constant, String name, int axes) {
        float[] values = Weights.floats(constant);
        float[] multiplied = factors.clone();
        for (int channel = 0; channel < multiplied.length; channel++) {
            multiplied[channel] *= values[values.length == 1 ? 0 : channel];
        }
        long[] shape =
                values.length == factors.length
                        ? constant.dimensions().stream().mapToLong(Long::longValue).toArray()
                        : shape(axes);
        return Tensor.ofFloats(name, shape, multiplied);
    }

    /** One over each factor, to multiply a value of so many axes by. */
    Tensor inverse(String name, int axes) {
        float[] inverse = new float[factors.length];
        for (int channel = 0; channel < inverse.length; channel++) {
            inverse[channel] = 1 / factors[channel];
        }
        return Tensor.ofFloats(name, shape(axes), inverse);
    }

    /** Channels along the second of the axes; the first is left out. */
    private long[] shape(int axes) {
        long[] shape = new long[Math.max(1, axes - 1)];
        Arrays.fill(shape, 1);
        shape[0] = factors.length;
        return shape;
    }

    private Candidate reweighted(Layer planned, Candidate candidate, boolean multiplies) {
        Layer layer = planned.in(candidate);
        WeightMatrix matrix = layer.matrix();
        float[] values = matrix.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] =
                    multiplies
                            ? values[i] * factors[i / matrix.depth()]
                            : values[i] / factors[matrix.column(i) / layer.positions()];
        }
        WeightMatrix changed =
                new WeightMatrix(values, matrix.channels(), matrix.depth(), matrix.groups());
        Tensor weight = layer.weightOf(changed);
        return candidate.withConstant(weight).withWeight(plan(layer, weight, changed, candidate));
    }

    private WeightPlan plan(Layer layer, Tensor weight, WeightMatrix matrix, Candidate candidate) {
        WeightPlan before = candidate.plan().weight(layer.node().name());
        LinearScheme scheme = target.weights();
        int slices = before.scales().size();
        Optional<float[]> smallest = SmallestScales.of(target, layer.node(), weight, slices);
        List<Float> scales = new ArrayList<>();
        for (int slice = 0; slice < slices; slice++) {
            float largest = slices == 1 ? matrix.largest() : matrix.largest(slice);
            float scale = scheme.parametersFor(new Range(-largest, largest)).scale();
            float floor = smallest.isPresent() ? smallest.get()[slice] : 0;
            scales.add(Math.max(scale, floor));
        }
        return before.withScales(scales);
    }
}
