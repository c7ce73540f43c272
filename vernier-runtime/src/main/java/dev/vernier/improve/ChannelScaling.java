package dev.vernier.improve;

import dev.vernier.graph.Node;
import dev.vernier.graph.Tensor;
import dev.vernier.improve.matrix.WeightMatrix;
import dev.vernier.model.Weights;
import dev.vernier.numeric.LinearScheme;
import dev.vernier.numeric.Range;
import dev.vernier.plan.SmallestScales;
import dev.vernier.plan.WeightPlan;
import dev.vernier.target.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Multiplies the channels between two layers: in the weights and bias of the one before, and the
 * other way round in the weights of the one behind, whose scales are chosen anew.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ChannelScaling(Layer before, Layer behind, float[] factors, Target target)
        implements Change {

    ChannelScaling(Layer before, Layer behind, float[] factors, Evidence evidence) {
        this(before, behind, factors, evidence.target());
    }

    @Override
    public Candidate applyTo(Candidate candidate) {
        Candidate multiplied = reweighted(before, candidate, true);
        Optional<Tensor> bias = BiasPlace.of(current(before, candidate), candidate.graph());
        if (bias.isPresent()) {
            multiplied = multiplied.withConstant(multiplied(bias.get()));
        }
        return reweighted(behind, multiplied, false);
    }

    @Override
    public Evidence applyTo(Evidence evidence) {
        return evidence.scaled(behind.input(), factors);
    }

    private Candidate reweighted(Layer planned, Candidate candidate, boolean multiplies) {
        Layer layer = current(planned, candidate);
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

    /** The layer as it is in a graph that other changes may have been made to. */
    private static Layer current(Layer planned, Candidate candidate) {
        Node node = planned.node();
        return planned.withWeight(candidate.graph().constantInput(node, 1).orElseThrow());
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

    private Tensor multiplied(Tensor bias) {
        float[] values = Weights.floats(bias);
        for (int channel = 0; channel < values.length; channel++) {
            values[channel] *= factors[channel];
        }
        long[] shape = bias.dimensions().stream().mapToLong(Long::longValue).toArray();
        return Tensor.ofFloats(bias.name(), shape, values);
    }
}
