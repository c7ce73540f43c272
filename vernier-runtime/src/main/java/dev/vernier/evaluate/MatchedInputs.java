package dev.vernier.evaluate;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds where the node group of a value begins: the nearest matched values before it in the
 * quantized graph.
 */
final class MatchedInputs {

    private final Graph graph;
    private final Map<String, ValueMatch> byValue = new HashMap<>();

    MatchedInputs(Graph quantized, ValueMatches matches) {
        this.graph = quantized;
        for (ValueMatch match : matches.matched().values()) {
            match.before().ifPresent(value -> byValue.putIfAbsent(value, match));
            match.codes().ifPresent(codes -> byValue.putIfAbsent(codes.value(), match));
        }
    }

    /** The values that the groups of these values read, each once. */
    Collection<ValueMatch> of(List<ValueMatch> measured) {
        Map<String, ValueMatch> found = new LinkedHashMap<>();
        Set<String> seen = new HashSet<>();
        for (ValueMatch match : measured) {
            Deque<String> open = new ArrayDeque<>(readsOf(start(match)));
            while (!open.isEmpty()) {
                String value = open.pop();
                if (!seen.add(value)) {
                    continue;
                }
                ValueMatch known = byValue.get(value);
                if (known != null) {
                    found.put(known.value(), known);
                } else {
                    open.addAll(readsOf(value));
                }
            }
        }
        return found.values();
    }

    private static String start(ValueMatch match) {
        return match.before().orElseGet(() -> match.codes().orElseThrow().value());
    }

    private List<String> readsOf(String value) {
        Optional<Node> producer = graph.producer(value);
        return producer.map(ReachedNodes::reads).orElse(List.of());
    }
}
