package dev.vernier.improve;

import dev.vernier.graph.Tensor;
import dev.vernier.improve.matrix.Rows;
import dev.vernier.model.Weights;
import java.util.List;
import java.util.Optional;

/**
 * Takes the mean error of each output channel out of the layer's bias.
 *
 * <p>b' = b - (mean of Ŵ x̂ - mean of W x) over calibration rows, with weights and inputs as they
 * are once quantized. Source: Nagel et al., "Data-Free Quantization Through Weight Equalization and
 * Bias Correction" (2019), section 4.2, with means from samples instead of batch normalisation.
 *
 * <p>Where the output is rounded as well, only channels are shifted whose error gets smaller by it:
 * {@link RoundedOutput}. A layer without a bias is left alone. Cost: one product with each weight.
 */
public final class BiasCorrection implements Step {

    @Override
    public String name() {
        return "bias correction";
    }

    @Override
    public boolean fitsConstants() {
        return true;
    }

    @Override
    public Proposal propose(Candidate candidate, Evidence evidence) {
        List<Layer> layers =
                Layer.of(candidate).stream()
                        .filter(evidence::knows)
                        .filter(layer -> BiasPlace.of(layer).isPresent())
                        .toList();
        List<Change> changes =
                layers.parallelStream()
                        .flatMap(layer -> correction(layer, candidate, evidence).stream())
                        .toList();
        return Proposal.ofFree(changes, layers.size(), "layers");
    }

    private static Optional<Change> correction(
            Layer layer, Candidate candidate, Evidence evidence) {
        Tensor bias = BiasPlace.of(layer).orElseThrow();
        RoundedOutput output = new RoundedOutput(layer, candidate);
        Rows fitted = evidence.fitted(layer);
        double[] shift = output.helping(output.meanError(fitted), bias, fitted);
        double[] heldOut = output.meanError(evidence.heldOut(layer));
        double before = 0;
        double after = 0;
        for (int channel = 0; channel < shift.length; channel++) {
            double left = heldOut[channel] - shift[channel];
            before += heldOut[channel] * heldOut[channel];
            after += left * left;
        }
        if (after >= before) {
            return Optional.empty();
        }
        Tensor corrected = shifted(bias, shift);
        return Optional.of(changed -> changed.withConstant(corrected));
    }

    private static Tensor shifted(Tensor bias, double[] shift) {
        float[] values = Weights.floats(bias);
        for (int channel = 0; channel < values.length; channel++) {
            values[channel] -= (float) shift[channel];
        }
        long[] shape = bias.dimensions().stream().mapToLong(Long::longValue).toArray();
        return Tensor.ofFloats(bias.name(), shape, values);
    }
}
