package dev.vernier.improve;

import dev.vernier.graph.Tensor;
import dev.vernier.model.Weights;
import dev.vernier.target.Target;
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
        ScaledWeights weights = new ScaledWeights(target, factors);
        Candidate multiplied = weights.multiplied(before, candidate);
        Optional<Tensor> bias =
                BiasPlace.of(ScaledWeights.current(before, candidate), candidate.graph());
        if (bias.isPresent()) {
            multiplied = multiplied.withConstant(multiplied(bias.get()));
        }
        return weights.divided(behind, multiplied);
    }

    @Override
    public Evidence applyTo(Evidence evidence) {
        return evidence.scaled(behind.input(), factors);
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
