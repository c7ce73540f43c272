package dev.vernier.plan;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.graph.Scopes;
import dev.vernier.target.PairPlacement;
import dev.vernier.target.Target;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which nodes compute in integers, decided from the graph and the target alone.
 *
 * @param decisions one a node, in the order of the graph, bodies last
 * @param scaleSources value -> the value whose scale it takes over, for all that is only moved
 * @param joined value that a product reads in integers -> the values that a Concat put into it
 */
public record Placement(
        List<NodeDecision> decisions,
        Map<String, String> scaleSources,
        Map<String, List<String>> joined) {

    public Placement {
        decisions = List.copyOf(decisions);
        scaleSources = Map.copyOf(scaleSources);
        joined = Collections.unmodifiableMap(new LinkedHashMap<>(joined));
    }

    /** The largest placement that the target allows. */
    public static Placement of(Graph graph, Target target) {
        return of(graph, target, Exclusions.NONE);
    }

    /**
     * The largest placement in which some nodes stay in float.
     *
     * @throws IllegalArgumentException if the graph has no node of an excluded name
     */
    public static Placement of(Graph graph, Target target, Exclusions exclusions) {
        requireNodes(graph, exclusions);
        boolean onInputs = target.placement() == PairPlacement.ON_INPUTS;
        Map<String, String> sources = new LinkedHashMap<>();
        List<NodeDecision> decisions = new ArrayList<>();
        if (onInputs) {
            InputRegion region = InputRegion.settled(graph, target, exclusions);
            decisions.addAll(region.decisions().values());
            sources.putAll(region.scaleSources());
        } else {
            for (Graph scope : Scopes.of(graph).graphs()) {
                settle(scope, target, exclusions, decisions, sources);
            }
        }
        graph.nodes().forEach(node -> addBodies(node, !onInputs, decisions));
        return new Placement(decisions, sources, joined(graph, decisions));
    }

    private static Map<String, List<String>> joined(Graph graph, List<NodeDecision> decisions) {
        Set<String> read = new LinkedHashSet<>();
        decisions.stream()
                .filter(decision -> decision.reason() == Reason.WEIGHTED_KERNEL)
                .forEach(decision -> read.addAll(decision.quantizedInputs()));
        Map<String, List<String>> joined = new LinkedHashMap<>();
        for (Graph scope : Scopes.of(graph).graphs()) {
            for (Node node : scope.nodes()) {
                for (String value : node.outputs()) {
                    List<String> parts =
                            read.contains(value) ? JoinedValues.of(value, scope) : List.of();
                    if (!parts.isEmpty()) {
                        joined.put(value, parts);
                    }
                }
            }
        }
        return joined;
    }

    private static void settle(
            Graph graph,
            Target target,
            Exclusions exclusions,
            List<NodeDecision> decisions,
            Map<String, String> sources) {
        Candidates candidates = new Candidates(graph, target, exclusions);
        Map<Node, NodeDecision> first = new LinkedHashMap<>();
        for (Node node : graph.nodes()) {
            first.put(node, candidates.of(node));
        }
        IntegerRegion.within(graph, target, first)
                .forEach(
                        (node, decision) -> {
                            decisions.add(decision);
                            if (decision.reason() == Reason.MOVED) {
                                String from = decision.quantizedInputs().get(0);
                                sources.put(node.output(), sources.getOrDefault(from, from));
                            }
                        });
    }

    private static void requireNodes(Graph graph, Exclusions exclusions) {
        Set<String> unknown = new LinkedHashSet<>(exclusions.nodes().keySet());
        graph.allNodes().forEach(node -> unknown.remove(node.name()));
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "excluded nodes must be nodes of the graph; unknown=" + unknown);
        }
    }

    /** What was not placed: bodies of operators that are no control flow, or all of them. */
    private static void addBodies(Node node, boolean placed, List<NodeDecision> decisions) {
        boolean scopes = placed && Scopes.hasScopes(node);
        node.subgraphs()
                .flatMap(body -> body.nodes().stream())
                .forEach(
                        inner -> {
                            if (!scopes) {
                                decisions.add(NodeDecision.plain(inner, Reason.BODY));
                            }
                            addBodies(inner, scopes, decisions);
                        });
    }

    /** The value whose range decides the scale of {@code value}. */
    String scaleSource(String value) {
        return scaleSources.getOrDefault(value, value);
    }

    /** Every value that is quantized, in the order of the graph. */
    Set<String> quantizedValues() {
        Set<String> values = new LinkedHashSet<>();
        for (NodeDecision decision : decisions) {
            values.addAll(decision.quantizedInputs());
            decision.quantizedOutput().ifPresent(values::add);
        }
        return values;
    }

    /** The values whose statistics the plan needs, in the order of the graph. */
    public Set<String> watched() {
        Set<String> watched = new LinkedHashSet<>();
        quantizedValues().forEach(value -> watched.add(scaleSource(value)));
        decisions.stream()
                .filter(decision -> decision.reason() == Reason.JOINING_KERNEL)
                .forEach(decision -> watched.addAll(sharing(decision)));
        joined.values().forEach(watched::addAll);
        return watched;
    }

    /** The inputs that take the scale of a node's output, whatever their own range. */
    private List<String> sharing(NodeDecision decision) {
        String output = scaleSource(decision.quantizedOutput().orElseThrow());
        return decision.quantizedInputs().stream()
                .filter(input -> scaleSource(input).equals(output))
                .toList();
    }

    /** The value whose statistics tell what {@code input} itself holds. */
    String seenAs(String input, NodeDecision decision) {
        return sharing(decision).contains(input) ? input : scaleSource(input);
    }
}
