package dev.vernier.evaluate;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How much of the arithmetic runs in integers, in multiply-accumulate operations of one run.
 *
 * @param total of all products of the model
 * @param planned of those the plan put into integers
 * @param integer of those the runtime's optimised graph computes in integers
 * @param perNode of each product by the name of its node, in the order of the graph
 * @param notFused nodes that the plan put into integers and the runtime runs in float
 */
public record IntegerShare(
        long total, long planned, long integer, Map<String, Long> perNode, List<String> notFused) {

    /** Nothing was counted. */
    static final IntegerShare NONE = new IntegerShare(0, 0, 0, Map.of(), List.of());

    public IntegerShare {
        perNode = Collections.unmodifiableMap(new LinkedHashMap<>(perNode));
        notFused = List.copyOf(notFused);
    }

    /** Share of all MACs that run in integers, 0 to 1; 0 where there are none. */
    public double ofTotal() {
        return total == 0 ? 0 : (double) integer / total;
    }
}
