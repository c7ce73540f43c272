package dev.vernier.prepare;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Recognizes, without changing anything, the groups of nodes that quantization must not cut:
 * normalizations, smooth activations and softmax attention. Of one graph, bodies apart.
 *
 * <p>Where two patterns would share a node, the matcher that stands first in the list has it.
 * Immutable. Cost: linear in the nodes; each matcher looks at a bounded neighbourhood.
 */
public final class Patterns {

    private static final List<PatternMatcher> MATCHERS =
            List.of(
                    new FusedOperator(),
                    new DecomposedNormalization(),
                    new GatedActivation(),
                    new SoftmaxAttention());

    private final Graph graph;
    private final List<Pattern> patterns;
    private final Map<Node, Pattern> byNode;

    private Patterns(Graph graph, List<Pattern> patterns, Map<Node, Pattern> byNode) {
        this.graph = graph;
        this.patterns = List.copyOf(patterns);
        this.byNode = Map.copyOf(byNode);
    }

    /** Recognizes all patterns of a graph whose nodes are sorted. */
    public static Patterns of(Graph graph) {
        List<Pattern> patterns = new ArrayList<>();
        Map<Node, Pattern> byNode = new HashMap<>();
        for (PatternMatcher matcher : MATCHERS) {
            for (Node node : graph.nodes()) {
                Optional<Pattern> pattern =
                        byNode.containsKey(node) ? Optional.empty() : matcher.match(node, graph);
                if (pattern.isPresent()
                        && pattern.get().nodes().stream().noneMatch(byNode::containsKey)) {
                    patterns.add(pattern.get());
                    pattern.get().nodes().forEach(member -> byNode.put(member, pattern.get()));
                }
            }
        }
        return new Patterns(graph, patterns, byNode);
    }

    /** All patterns, by matcher and then in the order of the graph. */
    public List<Pattern> all() {
        return patterns;
    }

    /** The pattern that a node is part of; one at most. */
    public Optional<Pattern> around(Node node) {
        return Optional.ofNullable(byNode.get(node));
    }

    /** The pattern within which a value flows: its producer and a reader are both part of it. */
    public Optional<Pattern> within(String value) {
        return graph.producer(value)
                .flatMap(this::around)
                .filter(
                        pattern ->
                                graph.consumers(value).stream()
                                        .anyMatch(pattern.nodes()::contains));
    }
}
