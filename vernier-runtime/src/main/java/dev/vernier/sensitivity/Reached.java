package dev.vernier.sensitivity;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How far a quantized model is from the float model, over the same samples.
 *
 * @param sqnrDecibel SQNR, equation (12), of the worst output; infinite where nothing differs,
 *     negative infinite where an output is lost: not finite, or of another shape
 * @param cosine cosine of the worst output; 0 where an output is lost
 * @param score by the metric, if one was asked for
 */
public record Reached(double sqnrDecibel, double cosine, Optional<Score> score) {

    /**
     * What a metric says of both models.
     *
     * @param metric its name
     * @param ofFloat the float model's score
     * @param ofQuantized the quantized model's score
     */
    public record Score(String metric, double ofFloat, double ofQuantized) {

        /** How much the quantized model lost, negative if it gained. */
        public double drop() {
            return ofFloat - ofQuantized;
        }
    }

    /** Nothing of the model is left. */
    static final Reached LOST = new Reached(Double.NEGATIVE_INFINITY, 0, Optional.empty());

    /** How much of the score was lost, negative if it gained; empty without a metric. */
    public OptionalDouble drop() {
        return score.map(s -> OptionalDouble.of(s.drop())).orElseGet(OptionalDouble::empty);
    }

    /** Power of the error over that of the signal, of the worst output; see {@link Noise}. */
    double noise() {
        return Noise.ofDecibel(sqnrDecibel);
    }
}
