package dev.vernier.improve;

import dev.vernier.graph.GraphEdit;
import dev.vernier.graph.Tensor;
import dev.vernier.improve.matrix.Rows;
import dev.vernier.improve.matrix.WeightMatrix;
import dev.vernier.model.Weights;
import dev.vernier.plan.WeightPlan;
import java.util.List;
import java.util.Optional;

/**
 * Takes the mean error of each output channel out of the layer's bias.
 *
 * <p>b' = b - (mean of Ŵ x̂ - mean of W x) over calibration rows, with weights and inputs as they
 * are once quantized. Source: Nagel et al., "Data-Free Quantization Through Weight Equalization and
 * Bias Correction" (2019), section 4.2, with means from samples instead of batch normalisation.
 *
 * <p>A layer without a bias is left alone. Cost: one product with each weight.
 */
public final class BiasCorrection implements Step {

    @SuppressWarnings("ArrayRecordComponent") // private, never compared
    private record Correction(Tensor bias, double[] shift) {}

    @Override
    public String name() {
        return "bias correction";
    }

    @Override
    public Outcome apply(Candidate candidate, Evidence evidence) {
        List<Layer> layers =
                Layer.of(candidate).stream()
                        .filter(evidence::knows)
                        .filter(layer -> BiasPlace.of(layer, candidate.graph()).isPresent())
                        .toList();
        List<Optional<Correction>> found =
                layers.parallelStream()
                        .map(layer -> correction(layer, candidate, evidence))
                        .toList();
        GraphEdit edit = new GraphEdit();
        found.forEach(each -> each.ifPresent(correction -> edit.initializer(shifted(correction))));
        int changed = (int) found.stream().filter(Optional::isPresent).count();
        Candidate result =
                changed == 0
                        ? candidate
                        : BiasScales.fitted(candidate.withGraph(edit.applyTo(candidate.graph())));
        return new Outcome(result, changed, layers.size(), "layers");
    }

    private static Optional<Correction> correction(
            Layer layer, Candidate candidate, Evidence evidence) {
        double[] shift = meanError(layer, candidate, evidence.fitted(layer));
        double[] heldOut = meanError(layer, candidate, evidence.heldOut(layer));
        double before = 0;
        double after = 0;
        for (int channel = 0; channel < shift.length; channel++) {
            double left = heldOut[channel] - shift[channel];
            before += heldOut[channel] * heldOut[channel];
            after += left * left;
        }
        Tensor bias = BiasPlace.of(layer, candidate.graph()).orElseThrow();
        return after < before ? Optional.of(new Correction(bias, shift)) : Optional.empty();
    }

    /** Mean over rows of what quantization adds to each output channel. */
    private static double[] meanError(Layer layer, Candidate candidate, Rows rows) {
        WeightPlan plan = candidate.plan().weight(layer.node().name());
        WeightMatrix weights = layer.matrix();
        WeightMatrix rounded = weights.onGrid(layer.scales(candidate.plan()), plan.type().max());
        Rows onGrid = rows.onGrid(candidate.plan().activation(layer.input()).parameters());
        double[] importance = layer.importance(rows);
        double[] error = rounded.times(onGrid.means(importance));
        double[] exact = weights.times(rows.means(importance));
        for (int channel = 0; channel < error.length; channel++) {
            error[channel] -= exact[channel];
        }
        return error;
    }

    private static Tensor shifted(Correction correction) {
        Tensor bias = correction.bias();
        float[] values = Weights.floats(bias);
        for (int channel = 0; channel < values.length; channel++) {
            values[channel] -= (float) correction.shift()[channel];
        }
        long[] shape = bias.dimensions().stream().mapToLong(Long::longValue).toArray();
        return Tensor.ofFloats(bias.name(), shape, values);
    }
}
