package dev.vernier;

import dev.vernier.graph.Graph;
import dev.vernier.plan.Exclusions;
import dev.vernier.plan.QuantizedOperators;
import dev.vernier.plan.Reason;

/**
 * What a model is not refused for, although it usually is: the nodes concerned stay as they are.
 *
 * @param nonFiniteWeights constants with NaN or infinity, which no integer stands for
 * @param quantizedParts nodes that are quantized already
 */
public record Tolerance(boolean nonFiniteWeights, boolean quantizedParts) {

    /** A model is refused for either. */
    public static final Tolerance NONE = new Tolerance(false, false);

    /** This, and whether nodes whose constants are not finite are left in float. */
    public Tolerance withNonFiniteWeights(boolean tolerated) {
        return new Tolerance(tolerated, quantizedParts);
    }

    /** This, and whether nodes that are quantized already are left as they are. */
    public Tolerance withQuantizedParts(boolean tolerated) {
        return new Tolerance(nonFiniteWeights, tolerated);
    }

    /** These exclusions and the nodes that are quantized already. */
    Exclusions exclusions(Exclusions selected, Graph graph) {
        Exclusions exclusions = selected;
        for (String node : QuantizedOperators.region(graph)) {
            exclusions = exclusions.with(node, Reason.QUANTIZED_BEFORE, "");
        }
        return exclusions;
    }
}
