package dev.vernier.improve;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

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
     * Whether it fits constants to their codes, so that the graph no longer computes in float what
     * it did.
     */
    default boolean fitsConstants() {
        return false;
    }

    /**
     * What it would change.
     *
     * @param evidence of this very candidate's graph
     * @throws IOException if weights or samples cannot be read
     */
    Proposal propose(Candidate candidate, Evidence evidence) throws IOException;

    /**
     * A change that others may be more promising than.
     *
     * @param share by how much it makes the model slower, as a share of the float model's time
     */
    record Ranked(Change change, double share) {

        /** What a change must gain in dB where it costs time, whatever its share. */
        private static final double CHANGE_PRICE = 0.1;

        /** What a change that takes as long as all of the float model would have to gain, in dB. */
        private static final double SHARE_PRICE = 30;

        boolean isFree() {
            return share == 0;
        }

        /** What it must gain, in dB. */
        double price() {
            return isFree() ? 0 : CHANGE_PRICE + SHARE_PRICE * share;
        }
    }

    /**
     * What a step would change; each change can be made without the others.
     *
     * @param changes those that cost nothing once the model is deployed, in the order of the graph
     * @param ranked those that may cost time, or whose gain is told, the most promising first
     * @param suspects those that cost time and whose gain nobody can tell before each is measured
     *     alone; the likeliest first
     * @param considered how many things it looked at
     * @param things what they are, in the plural: {@code layers}
     */
    record Proposal(
            List<Change> changes,
            List<Ranked> ranked,
            List<Ranked> suspects,
            int considered,
            String things) {

        public Proposal {
            changes = List.copyOf(changes);
            ranked = List.copyOf(ranked);
            suspects = List.copyOf(suspects);
        }

        static Proposal ofFree(List<Change> changes, int considered, String things) {
            return new Proposal(changes, List.of(), List.of(), considered, things);
        }

        static Proposal ofRanked(List<Ranked> ranked, int considered, String things) {
            return new Proposal(List.of(), ranked, List.of(), considered, things);
        }

        static Proposal ofSuspects(List<Ranked> suspects, int considered, String things) {
            return new Proposal(List.of(), List.of(), suspects, considered, things);
        }

        /** The changes of any kind. */
        List<Change> all() {
            return Stream.of(
                            changes.stream(),
                            ranked.stream().map(Ranked::change),
                            suspects.stream().map(Ranked::change))
                    .flatMap(kind -> kind)
                    .toList();
        }

        /** {@code 3 of 8 layers}. */
        String detail(int kept) {
            return kept + " of " + considered + " " + things;
        }
    }
}
