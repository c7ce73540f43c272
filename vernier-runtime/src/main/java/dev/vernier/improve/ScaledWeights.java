package dev.vernier.improve;

import dev.vernier.graph.Node;
import dev.vernier.graph.Tensor;
import dev.vernier.improve.matrix.WeightMatrix;
import dev.vernier.numeric.LinearScheme;
import dev.vernier.numeric.Range;
import dev.vernier.plan.SmallestScales;
import dev.vernier.plan.WeightPlan;
import dev.vernier.target.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Weights of layers whose channels are multiplied by factors, with scales that are chosen anew, by
 * the largest weight.
 */
final class ScaledWeights {

    private final Target target;
    private final float[] factors;

    /**
     * @param factors one a channel; must not be changed
     */
    ScaledWeights(Target target, float[] factors) {
        this.target = target;
        this.factors = factors;
    }

    /** The candidate with each output channel of a layer multiplied. */
    Candidate multiplied(Layer planned, Candidate candidate) {
        WeightMatrix matrix = current(planned, candidate).matrix();
        float[] values = matrix.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] *= factors[i / matrix.depth()];
        }
        return with(values, planned, candidate);
    }

    /** The candidate with the weights that each channel of a layer's input meets divided. */
    Candidate divided(Layer planned, Candidate candidate) {
        WeightMatrix matrix = current(planned, candidate).matrix();
        float[] values = matrix.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] /= factors[matrix.column(i) / planned.positions()];
        }
        return with(values, planned, candidate);
    }

    private Candidate with(float[] values, Layer planned, Candidate candidate) {
        Layer layer = current(planned, candidate);
        WeightMatrix before = layer.matrix();
        WeightMatrix changed =
                new WeightMatrix(values, before.channels(), before.depth(), before.groups());
        Tensor weight = layer.weightOf(changed);
        return candidate.withConstant(weight).withWeight(plan(layer, weight, changed, candidate));
    }

    /** The layer as it is in a graph that other changes may have been made to. */
    static Layer current(Layer planned, Candidate candidate) {
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
}
