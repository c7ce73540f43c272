package dev.vernier.graph;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An ordered list of rules and how it is run: each rule everywhere until it fires no more, then the
 * next; bodies of If, Loop and Scan first, which see the constants of the graphs around them.
 *
 * <p>The edits of one walk over the graph are applied together as long as they touch different
 * nodes and none reads what another takes out; what collides waits for the next walk.
 */
public final class Rules {

    /** A rule that fired, and the node at which it did. */
    public record Applied(String rule, String node) {}

    /** The graph after the rules, and what they did in order. */
    public record Result(Graph graph, List<Applied> applied) {
        public Result {
            applied = List.copyOf(applied);
        }
    }

    private final List<GraphRule> rules;

    public Rules(List<GraphRule> rules) {
        this.rules = List.copyOf(rules);
    }

    /**
     * Runs the rules in order.
     *
     * @throws IllegalStateException if a rule goes on firing for more walks than the graph has
     *     nodes
     */
    public Result applyTo(Graph graph) {
        List<Applied> applied = new ArrayList<>();
        Graph result = graph;
        for (GraphRule rule : rules) {
            result = applyEverywhere(rule, result, applied);
        }
        return new Result(result, applied);
    }

    private static Graph applyEverywhere(GraphRule rule, Graph graph, List<Applied> applied) {
        Graph current = Scopes.mapBodies(graph, body -> applyEverywhere(rule, body, applied));
        for (int walk = 0; walk <= graph.nodes().size() + 1; walk++) {
            Optional<GraphEdit> edit = collect(rule, current, applied);
            if (edit.isEmpty()) {
                return current;
            }
            current = edit.get().applyTo(current);
        }
        throw new IllegalStateException("rule must come to an end; rule=" + rule.name());
    }

    private static Optional<GraphEdit> collect(GraphRule rule, Graph graph, List<Applied> applied) {
        GraphEdit all = new GraphEdit();
        Set<Node> touched = new LinkedHashSet<>();
        Set<String> gone = new HashSet<>();
        Set<String> read = new HashSet<>();
        boolean fired = false;
        for (Node node : graph.nodes()) {
            if (touched.contains(node)) {
                continue;
            }
            Optional<GraphEdit> edit = rule.apply(node, graph);
            if (edit.isEmpty()
                    || edit.get().touched().stream().anyMatch(touched::contains)
                    || edit.get().reads().stream().anyMatch(gone::contains)
                    || edit.get().vanished().stream().anyMatch(read::contains)) {
                continue;
            }
            touched.addAll(edit.get().touched());
            read.addAll(edit.get().reads());
            gone.addAll(edit.get().vanished());
            all.merge(edit.get());
            applied.add(new Applied(rule.name(), node.label()));
            fired = true;
        }
        return fired ? Optional.of(all) : Optional.empty();
    }
}
