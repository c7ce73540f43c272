package dev.vernier.improve;

/**
 * Multiplies the channels between two layers: in the weights and bias of the one before, and the
 * other way round in the weights of the one behind, whose scales are chosen anew.
 */
record ChannelScaling(Layer before, Layer behind, ChannelFactors factors) implements Change {

    @Override
    public Candidate applyTo(Candidate candidate) {
        return factors.readBy(behind, factors.writtenBy(before, candidate));
    }

    @Override
    public Evidence applyTo(Evidence evidence) {
        return evidence.scaled(behind.input(), factors.factors());
    }
}
