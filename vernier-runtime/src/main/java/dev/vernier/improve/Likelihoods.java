package dev.vernier.improve;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import java.util.Optional;
import java.util.Set;

/**
 * Outputs that are probabilities, which are compared by their logarithm.
 *
 * <p>The difference of two probabilities is nothing until an answer tips over, and then all: over a
 * few samples it says by chance which of two plans is better. Above one in ten thousand,
 *
 * <pre>
 * v(p) = max(0, ln p + ln 10000)
 * </pre>
 *
 * changes as steadily as the values before the Softmax or Sigmoid do. NaN becomes 0, and nothing
 * here can be infinite.
 */
final class Likelihoods {

    private static final double LEAST = 1e-4;
    private static final double LEAST_LOGARITHM = StrictMath.log(LEAST);
    private static final Set<String> PROBABILITIES = Set.of("Softmax", "Sigmoid");
    private static final Set<String> MOVES =
            Set.of("Identity", "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Transpose");
    private static final int MOST_MOVES = 8;

    private Likelihoods() {}

    /** Whether a value is what a Softmax or a Sigmoid gives, in any shape. */
    static boolean are(String value, Graph graph) {
        Optional<Node> producer = graph.producer(value);
        for (int i = 0; i < MOST_MOVES && producer.isPresent(); i++) {
            if (PROBABILITIES.stream().anyMatch(producer.get()::is)) {
                return true;
            }
            if (MOVES.stream().noneMatch(producer.get()::is)) {
                return false;
            }
            producer = graph.producer(producer.get().inputs().get(0));
        }
        return false;
    }

    /** v of each. */
    static float[] of(float[] probabilities) {
        float[] values = new float[probabilities.length];
        for (int i = 0; i < values.length; i++) {
            if (probabilities[i] > LEAST) {
                values[i] =
                        (float) (StrictMath.log(Math.min(1, probabilities[i])) - LEAST_LOGARITHM);
            }
        }
        return values;
    }
}
