package dev.vernier.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Changes the names of values where nodes read them, inside subgraphs too unless a subgraph defines
 * the name itself. A subgraph that defines the new name has its own value renamed first.
 */
final class ReadRenamer {

    private final Map<String, String> names;

    /**
     * @param names old name -> new name; chains are followed to their end
     */
    ReadRenamer(Map<String, String> names) {
        this.names = names;
    }

    Node rename(Node node) {
        boolean reads = node.inputs().stream().anyMatch(names::containsKey);
        boolean captures =
                node.subgraphs().anyMatch(b -> b.captured().stream().anyMatch(names::containsKey));
        if (!reads && !captures) {
            return node;
        }
        Node renamed = node.withInputs(node.inputs().stream().map(this::last).toList());
        return captures ? renamed.withAttributes(bodies(renamed)) : renamed;
    }

    private String last(String name) {
        Set<String> seen = new HashSet<>();
        String current = name;
        while (names.containsKey(current) && seen.add(current)) {
            current = names.get(current);
        }
        return current;
    }

    private List<Attribute> bodies(Node node) {
        List<Attribute> attributes = new ArrayList<>();
        for (Attribute attribute : node.attributes().values()) {
            if (attribute instanceof Attribute.GraphValue one) {
                attributes.add(new Attribute.GraphValue(one.name(), rename(one.value())));
            } else if (attribute instanceof Attribute.Graphs many) {
                attributes.add(
                        new Attribute.Graphs(
                                many.name(), many.values().stream().map(this::rename).toList()));
            } else {
                attributes.add(attribute);
            }
        }
        return attributes;
    }

    private Graph rename(Graph body) {
        Map<String, String> visible = new HashMap<>();
        for (String value : body.captured()) {
            if (names.containsKey(value)) {
                visible.put(value, last(value));
            }
        }
        Graph safe = LocalNames.avoid(body, visible.values());
        ReadRenamer inner = new ReadRenamer(visible);
        return safe.toBuilder()
                .nodes(safe.nodes().stream().map(inner::rename).toList())
                .outputs(
                        safe.outputs().stream()
                                .map(o -> new ValueInfo(inner.last(o.name()), o.type(), o.extras()))
                                .toList())
                .build();
    }
}
