package dev.vernier.plan;

import dev.vernier.graph.Node;
import dev.vernier.graph.Tensor;
import dev.vernier.model.Weights;
import dev.vernier.numeric.IntegerType;
import dev.vernier.numeric.PairLayout;
import dev.vernier.numeric.PairMagnitudes;
import dev.vernier.numeric.PairSaturation;
import dev.vernier.target.Accumulation;
import dev.vernier.target.OperatorRole.Weighted;
import dev.vernier.target.Target;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The smallest scales of a weight at which no kernel of the target can saturate, equation (21).
 *
 * <p>Whoever chooses other scales than those of the largest weights must not go below them.
 * Stateless.
 */
public final class SmallestScales {

    private SmallestScales() {}

    /**
     * One scale a slice; empty if the target's kernels do not saturate, or not for this node.
     *
     * <p>As many as {@code slices} if those are the output channels, else the largest for each.
     *
     * @param slices how many scales the weight has
     */
    public static Optional<float[]> of(Target target, Node node, Tensor weight, int slices) {
        if (target.accumulation() == Accumulation.EXACT || weight.rank() < 2) {
            return Optional.empty();
        }
        return target.role(node)
                .filter(role -> role instanceof Weighted)
                .flatMap(role -> ((Weighted) role).layout().pairs(node, dimensions(weight)))
                .map(pairs -> of(pairs, Weights.floats(weight), target, slices));
    }

    private static float[] of(PairLayout pairs, float[] values, Target target, int slices) {
        IntegerType activations = target.activations().type();
        int codes = activations.max() - activations.min();
        float[] smallest = PairMagnitudes.of(pairs, values);
        float largest = 0;
        for (int channel = 0; channel < smallest.length; channel++) {
            smallest[channel] = PairSaturation.smallestScale(smallest[channel], codes);
            largest = Math.max(largest, smallest[channel]);
        }
        if (slices != smallest.length) {
            smallest = new float[slices];
            Arrays.fill(smallest, largest);
        }
        return smallest;
    }

    private static long[] dimensions(Tensor weight) {
        List<Long> dimensions = weight.dimensions();
        return dimensions.stream().mapToLong(Long::longValue).toArray();
    }
}
