package dev.vernier.evaluate;

import java.util.List;

/**
 * How much of the arithmetic runs in integers, in multiply-accumulate operations of one run.
 *
 * @param total of all products of the model
 * @param planned of those the plan put into integers
 * @param integer of those the runtime's optimised graph computes in integers
 * @param notFused nodes that the plan put into integers and the runtime runs in float
 */
public record IntegerShare(long total, long planned, long integer, List<String> notFused) {

    public IntegerShare {
        notFused = List.copyOf(notFused);
    }

    /** Share of all MACs that run in integers, 0 to 1; 0 where there are none. */
    public double ofTotal() {
        return total == 0 ? 0 : (double) integer / total;
    }
}
