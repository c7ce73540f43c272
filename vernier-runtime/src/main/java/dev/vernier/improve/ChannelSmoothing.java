package dev.vernier.improve;

import dev.vernier.graph.Tensor;
import dev.vernier.improve.matrix.Rows;
import dev.vernier.numeric.LinearScheme;
import dev.vernier.numeric.Range;
import dev.vernier.plan.ActivationPlan;
import java.util.List;

/**
 * Multiplies the channels of a normalized value by factors: in the constants that scale and shift
 * it, and the other way round in the weights that read it. Its range is that of the rows that were
 * seen, multiplied.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ChannelSmoothing(Normalized value, ScaleGroup group, float[] factors, Evidence seen)
        implements Change {

    @Override
    public Candidate applyTo(Candidate candidate) {
        ChannelFactors channels = new ChannelFactors(factors, seen.target());
        Candidate changed = candidate;
        for (Tensor constant : value.constants()) {
            changed = changed.withConstant(channels.multiplied(constant, constant.name(), 1));
        }
        for (Layer reader : group.readers()) {
            changed = channels.readBy(reader, changed);
        }
        return changed.withActivations(List.of(activation()));
    }

    @Override
    public Evidence applyTo(Evidence evidence) {
        return evidence.scaled(group.values().get(0), factors);
    }

    private ActivationPlan activation() {
        Layer reader = group.readers().get(0);
        float min = 0;
        float max = 0;
        for (Rows rows : List.of(seen.fitted(reader), seen.heldOut(reader))) {
            for (float value : rows.scaled(factors).values()) {
                min = Math.min(min, value);
                max = Math.max(max, value);
            }
        }
        LinearScheme scheme = seen.target().activations();
        Range range = new Range(min, max);
        return new ActivationPlan(
                group.values().get(0), range, "smoothed", scheme.parametersFor(range));
    }
}
