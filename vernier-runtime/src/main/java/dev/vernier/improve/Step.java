package dev.vernier.improve;

import java.io.IOException;

/**
 * One method that changes constants or scales to lessen the error of quantization.
 *
 * <p>A step decides layer by layer and takes a layer's change only if it lessens that layer's error
 * on held-out rows; whether the step as a whole is kept is decided by whoever runs it. Steps hold
 * no state.
 */
public interface Step {

    /** As printed: {@code bias correction}. */
    String name();

    /**
     * The candidate with the change.
     *
     * @param evidence of this very candidate's graph
     * @return {@link Outcome#changed} 0 if there was nothing to do
     * @throws IOException if weights or samples cannot be read
     */
    Outcome apply(Candidate candidate, Evidence evidence) throws IOException;

    /**
     * What a step did.
     *
     * @param candidate the changed candidate
     * @param changed how many things were changed
     * @param considered how many it looked at
     * @param things what they are, in the plural: {@code layers}
     */
    record Outcome(Candidate candidate, int changed, int considered, String things) {

        String detail() {
            return changed + " of " + considered + " " + things;
        }
    }
}
