package dev.vernier.plan;

import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.graph.Scopes;
import dev.vernier.graph.Tensor;
import dev.vernier.model.WeightChunks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds NaN and infinity in the constants that a placement is going to store in integers, which
 * have no code for them.
 *
 * <p>Reads each of these constants once, 4 MB at a time. Stateless.
 */
public final class NonFiniteWeights {

    /**
     * A constant that is not finite.
     *
     * @param node the node that reads it
     * @param initializer its name
     * @param element the index of the first value that is not finite, in the flattened tensor
     * @param value that value
     * @param count how many values are not finite
     */
    public record Found(String node, String initializer, long element, float value, long count) {

        @Override
        public String toString() {
            return "node %s > initializer %s: weight must be finite; element=%d (%s), count=%d"
                    .formatted(node, initializer, element, value, count);
        }
    }

    private static final Set<ElementType> FLOATS =
            Set.of(
                    ElementType.FLOAT,
                    ElementType.DOUBLE,
                    ElementType.FLOAT16,
                    ElementType.BFLOAT16);

    private NonFiniteWeights() {}

    /** What there is, in the order of the graph. */
    public static List<Found> in(Graph graph, Placement placement) {
        Map<String, NodeDecision> decisions = new HashMap<>();
        placement.decisions().forEach(decision -> decisions.put(decision.node(), decision));
        List<Found> found = new ArrayList<>();
        for (Graph scope : Scopes.of(graph).graphs()) {
            for (Node node : scope.nodes()) {
                Optional<NodeDecision> decision = Optional.ofNullable(decisions.get(node.name()));
                decision.stream()
                        .flatMap(d -> Stream.concat(d.weight().stream(), d.bias().stream()))
                        .flatMap(name -> scope.constant(name).stream())
                        .filter(tensor -> FLOATS.contains(tensor.type()))
                        .flatMap(tensor -> look(node.name(), tensor).stream())
                        .forEach(found::add);
            }
        }
        return found;
    }

    /** The names of constants that are not finite and that nothing reads. */
    public static List<String> unread(Graph graph) {
        return graph.initializers().values().stream()
                .filter(tensor -> FLOATS.contains(tensor.type()))
                .filter(t -> graph.consumers(t.name()).isEmpty() && !graph.isOutput(t.name()))
                .filter(tensor -> look("", tensor).isPresent())
                .map(Tensor::name)
                .toList();
    }

    private static Optional<Found> look(String node, Tensor tensor) {
        Counter counter = new Counter();
        WeightChunks.forEach(tensor, counter);
        return counter.count == 0
                ? Optional.empty()
                : Optional.of(
                        new Found(
                                node, tensor.name(), counter.first, counter.value, counter.count));
    }

    private static final class Counter implements WeightChunks.Receiver {
        private long count;
        private long first;
        private float value;

        @Override
        public void accept(long position, float[] values, int length) {
            for (int i = 0; i < length; i++) {
                if (!Float.isFinite(values[i]) && count++ == 0) {
                    first = position + i;
                    value = values[i];
                }
            }
        }
    }
}
