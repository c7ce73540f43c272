package dev.vernier.improve;

import dev.vernier.graph.Node;
import dev.vernier.graph.Scopes;
import dev.vernier.plan.NodeDecision;
import dev.vernier.plan.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Values that have one scale because nodes between them only move integers, and the layers that
 * read them.
 *
 * @param values at least one, in the order of the plan
 * @param readers layers that multiply one of them; all that see its quantization
 */
record ScaleGroup(List<String> values, List<Layer> readers) {

    ScaleGroup {
        values = List.copyOf(values);
        readers = List.copyOf(readers);
    }

    /** The groups whose quantization nothing but layers sees, in the order of the plan. */
    static List<ScaleGroup> of(Candidate candidate, List<Layer> layers) {
        Map<String, String> roots = roots(candidate);
        Map<String, List<String>> members = new LinkedHashMap<>();
        candidate
                .plan()
                .activations()
                .keySet()
                .forEach(
                        value ->
                                members.computeIfAbsent(
                                                roots.getOrDefault(value, value),
                                                root -> new ArrayList<>())
                                        .add(value));
        Map<Node, Layer> byNode = new HashMap<>();
        layers.forEach(layer -> byNode.put(layer.node(), layer));
        List<ScaleGroup> groups = new ArrayList<>();
        Readers readers = new Readers(candidate, byNode);
        members.values().forEach(values -> readers.group(values, groups));
        return groups;
    }

    /** Moved value -> where its scale comes from. */
    private static Map<String, String> roots(Candidate candidate) {
        Map<String, NodeDecision> moved = new HashMap<>();
        candidate
                .plan()
                .integerNodes()
                .forEach(
                        decision -> {
                            if (decision.reason() == Reason.MOVED) {
                                moved.put(decision.node(), decision);
                            }
                        });
        Map<String, String> roots = new HashMap<>();
        for (Node node : Scopes.of(candidate.graph()).nodes()) {
            NodeDecision decision = moved.get(node.name());
            if (decision != null) {
                String from = decision.quantizedInputs().get(0);
                roots.put(node.output(), roots.getOrDefault(from, from));
            }
        }
        return roots;
    }

    /** Finds who sees the quantization of values. */
    private static final class Readers {

        private final Scopes scopes;
        private final Map<Node, Layer> layers;
        private final Map<String, NodeDecision> decisions = new HashMap<>();
        private final Set<String> written = new HashSet<>();

        Readers(Candidate candidate, Map<Node, Layer> layers) {
            this.scopes = Scopes.of(candidate.graph());
            this.layers = layers;
            for (NodeDecision decision : candidate.plan().integerNodes()) {
                decisions.put(decision.node(), decision);
                decision.quantizedOutput().ifPresent(written::add);
            }
        }

        void group(List<String> values, List<ScaleGroup> groups) {
            List<Layer> readers = new ArrayList<>();
            for (String value : values) {
                if (written.contains(value) && scopes.isOutput(value)) {
                    return;
                }
                for (Node reader : scopes.readers(value)) {
                    if (!add(reader, value, readers)) {
                        return;
                    }
                }
            }
            if (!readers.isEmpty()) {
                groups.add(new ScaleGroup(values, readers));
            }
        }

        /** False if somebody sees it whose error is not known. */
        private boolean add(Node reader, String value, List<Layer> readers) {
            NodeDecision decision = decisions.get(reader.name());
            if (decision == null || !decision.quantizedInputs().contains(value)) {
                return !written.contains(value); // float readers see the value before the pair
            }
            if (decision.reason() == Reason.MOVED) {
                return true;
            }
            Layer layer = layers.get(reader);
            if (layer != null) {
                readers.add(layer);
            }
            return layer != null;
        }
    }
}
