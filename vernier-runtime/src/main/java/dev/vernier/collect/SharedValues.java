package dev.vernier.collect;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Tensors that hold nothing but the values of others, which are seen anyway: the runtime need not
 * hand them out, and their values are counted with those of the others.
 *
 * <p>y = Concat(a, b), with a and b seen: the values of a go to the statistics of a and y, those of
 * b to b and y. Where an input is not seen, y itself is.
 */
final class SharedValues {

    private static final String JOINS = "Concat";

    private final Map<String, List<String>> parts = new LinkedHashMap<>();

    /**
     * @param seen tensors whose values are wanted
     * @param apart those of them that have to be seen as they are, in their own shape
     */
    SharedValues(Graph graph, Set<String> seen, Set<String> apart) {
        for (Node node : graph.nodes()) { // sorted: what an input is made of is known before
            String output = node.outputs().get(0);
            if (node.is(JOINS)
                    && seen.contains(output)
                    && !apart.contains(output)
                    && seen.containsAll(node.inputs())) {
                List<String> joined = new ArrayList<>();
                node.inputs().forEach(input -> joined.addAll(partsOf(input)));
                parts.put(output, joined);
            }
        }
    }

    private List<String> partsOf(String tensor) {
        return parts.getOrDefault(tensor, List.of(tensor));
    }

    /** Whether a tensor is known from others. */
    boolean contains(String tensor) {
        return parts.containsKey(tensor);
    }

    /** For each tensor that shares its values: with which others, one as often as it has them. */
    Map<String, List<String>> receivers() {
        Map<String, List<String>> receivers = new TreeMap<>();
        parts.forEach(
                (whole, all) ->
                        all.forEach(
                                part ->
                                        receivers
                                                .computeIfAbsent(part, key -> new ArrayList<>())
                                                .add(whole)));
        return receivers;
    }
}
