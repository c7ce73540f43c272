package dev.vernier.improve;

import dev.vernier.improve.matrix.Rows;
import dev.vernier.improve.matrix.WeightMatrix;
import dev.vernier.plan.SmallestScales;
import dev.vernier.plan.WeightPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Chooses the scale of each output channel by the error under the activations that really occur.
 *
 * <p>A weight's error counts by the mean square of the input that it meets, so a large weight on an
 * input that is nearly zero may be cut off for a finer grid elsewhere. The method is that of the
 * "mean squared error" weight ranges of Nagel et al., "A White Paper on Neural Network
 * Quantization" (2021), section 3.1, with the inputs' second moments as weights (the diagonal of
 * the layer's Hessian, as in Frantar et al., "GPTQ", 2022).
 *
 * <p>A channel whose scale the plan made larger than its largest weight needs is left alone, and
 * none gets a scale at which a kernel may saturate. Cost: some 20 roundings of each weight.
 */
public final class WeightRanges implements Step {

    private static final float FINER = 0.975f;
    private static final int TRIES = 24;
    private static final float SLACK = 1.0001f;

    @Override
    public String name() {
        return "weight ranges";
    }

    @Override
    public Proposal propose(Candidate candidate, Evidence evidence) {
        List<Layer> layers =
                Layer.of(candidate).stream()
                        .filter(evidence::knows)
                        .filter(layer -> layer.hasOwnScales(candidate.plan()))
                        .toList();
        List<Change> changes =
                layers.parallelStream()
                        .flatMap(layer -> better(layer, candidate, evidence).stream())
                        .map(WeightRanges::change)
                        .toList();
        return Proposal.ofFree(changes, layers.size(), "layers");
    }

    private static Change change(WeightPlan plan) {
        return candidate -> candidate.withWeight(plan);
    }

    private static Optional<WeightPlan> better(
            Layer layer, Candidate candidate, Evidence evidence) {
        WeightPlan plan = candidate.plan().weight(layer.node().name());
        int largestCode = plan.type().max();
        WeightMatrix matrix = layer.matrix();
        double[] fitted = moments(layer, matrix, evidence.fitted(layer));
        double[] heldOut = moments(layer, matrix, evidence.heldOut(layer));
        List<Float> scales = new ArrayList<>(plan.scales());
        float[] floors = floors(layer, evidence);
        double before = 0;
        double after = 0;
        for (int channel = 0; channel < scales.size(); channel++) {
            float scale = scales.get(channel);
            if (scale > SLACK * matrix.largest(channel) / largestCode) {
                continue;
            }
            float best = best(matrix, channel, scale, floors[channel], largestCode, fitted);
            scales.set(channel, best);
            before += matrix.roundingError(channel, scale, largestCode, heldOut);
            after += matrix.roundingError(channel, best, largestCode, heldOut);
        }
        return after < before ? Optional.of(plan.withScales(scales)) : Optional.empty();
    }

    /** The scales below which a kernel of the target may saturate, equation (21). */
    private static float[] floors(Layer layer, Evidence evidence) {
        float[] floors = new float[layer.channels()];
        Arrays.fill(floors, Float.MIN_NORMAL);
        SmallestScales.of(evidence.target(), layer.node(), layer.weight(), floors.length)
                .ifPresent(
                        smallest -> {
                            for (int channel = 0; channel < floors.length; channel++) {
                                floors[channel] = Math.max(floors[channel], smallest[channel]);
                            }
                        });
        return floors;
    }

    private static double[] moments(Layer layer, WeightMatrix matrix, Rows rows) {
        return rows.secondMoments(layer.importance(matrix, rows));
    }

    private static float best(
            WeightMatrix matrix,
            int channel,
            float whole,
            float floor,
            int largestCode,
            double[] moments) {
        float best = whole;
        double least = matrix.roundingError(channel, whole, largestCode, moments);
        float scale = whole;
        for (int i = 0; i < TRIES; i++) {
            scale *= FINER;
            if (scale < floor) {
                break;
            }
            double error = matrix.roundingError(channel, scale, largestCode, moments);
            if (error < least) {
                least = error;
                best = scale;
            }
        }
        return best;
    }
}
