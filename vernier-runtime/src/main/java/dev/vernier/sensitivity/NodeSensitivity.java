package dev.vernier.sensitivity;

import java.util.OptionalDouble;

/**
 * What quantizing one node costs the worst output.
 *
 * @param node its name
 * @param op its operator
 * @param macs multiply-accumulate operations of one run; 0 for what multiplies no constant
 * @param estimatedSqnr SQNR with this node alone in integers, guessed from statistics, in dB
 * @param aloneSqnr the same, measured; empty if it was not, or if the node runs in integers only
 *     between neighbours that do
 * @param withoutSqnr SQNR with this node in float and all others as planned, measured, in dB
 */
public record NodeSensitivity(
        String node,
        String op,
        long macs,
        double estimatedSqnr,
        OptionalDouble aloneSqnr,
        OptionalDouble withoutSqnr) {

    /** Whether it was measured in one way at least. */
    public boolean isMeasured() {
        return aloneSqnr.isPresent() || withoutSqnr.isPresent();
    }

    /**
     * The noise that the node adds to the worst output, from the best that is known.
     *
     * @param all noise with every node as planned
     */
    double noise(double all) {
        if (aloneSqnr.isPresent()) {
            return Noise.ofDecibel(aloneSqnr.getAsDouble());
        } else if (withoutSqnr.isPresent()) {
            return Math.max(0, all - Noise.ofDecibel(withoutSqnr.getAsDouble()));
        }
        return Noise.ofDecibel(estimatedSqnr);
    }
}
