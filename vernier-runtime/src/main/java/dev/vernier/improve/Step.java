package dev.vernier.improve;

import java.io.IOException;
import java.util.List;

/**
 * One method that changes constants or scales to lessen the error of quantization.
 *
 * <p>A step decides layer by layer and proposes a layer's change only if it lessens that layer's
 * error on held-out rows; which proposals are kept is decided by whoever runs it, by the error of
 * the whole model. Steps hold no state.
 */
public interface Step {

    /** As printed: {@code bias correction}. */
    String name();

    /** Whether it is worth a try for a model with this SQNR, in dB. */
    default boolean isNeededAt(double decibel) {
        return true;
    }

    /**
     * What it would change.
     *
     * @param evidence of this very candidate's graph
     * @throws IOException if weights or samples cannot be read
     */
    Proposal propose(Candidate candidate, Evidence evidence) throws IOException;

    /**
     * What a step would change.
     *
     * @param changes each can be made without the others; in the order of the graph, or the most
     *     promising first where they cost something
     * @param costs by how much each change makes the model slower, as a share of the float model's
     *     time; empty if none does
     * @param considered how many things it looked at
     * @param things what they are, in the plural: {@code layers}
     */
    record Proposal(List<Change> changes, List<Double> costs, int considered, String things) {

        /** Of changes that cost nothing once the model is deployed. */
        Proposal(List<Change> changes, int considered, String things) {
            this(changes, List.of(), considered, things);
        }

        public Proposal {
            changes = List.copyOf(changes);
            costs = List.copyOf(costs);
        }

        /** {@code 3 of 8 layers}. */
        String detail(int kept) {
            return kept + " of " + considered + " " + things;
        }
    }
}
