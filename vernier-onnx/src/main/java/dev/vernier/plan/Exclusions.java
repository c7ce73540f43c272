package dev.vernier.plan;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Nodes that stay in float whatever the target could do with them, each with why.
 *
 * <p>Immutable; {@link #with} gives another one.
 *
 * @param nodes node name -> why; insertion-ordered
 */
public record Exclusions(Map<String, Exclusion> nodes) {

    /** No node has to stay in float. */
    public static final Exclusions NONE = new Exclusions(Map.of());

    /**
     * Why a node has to stay in float.
     *
     * @param reason the rule
     * @param detail what is particular to the node; may be empty
     */
    public record Exclusion(Reason reason, String detail) {

        public Exclusion {
            if (reason.isInteger()) {
                throw new IllegalArgumentException(
                        "reason of an exclusion must be one of float; reason=" + reason.id());
            }
        }
    }

    public Exclusions {
        nodes = Collections.unmodifiableMap(new LinkedHashMap<>(nodes));
    }

    /** Leaves these nodes in float for one and the same reason. */
    public static Exclusions of(Collection<String> nodes, Reason reason, String detail) {
        Map<String, Exclusion> all = new LinkedHashMap<>();
        nodes.forEach(node -> all.put(node, new Exclusion(reason, detail)));
        return new Exclusions(all);
    }

    /** These and one more node; a node that is here already keeps its first reason. */
    public Exclusions with(String node, Reason reason, String detail) {
        Map<String, Exclusion> more = new LinkedHashMap<>(nodes);
        more.putIfAbsent(node, new Exclusion(reason, detail));
        return new Exclusions(more);
    }

    /** Why this node stays in float, if it has to. */
    Optional<Exclusion> of(String node) {
        return Optional.ofNullable(nodes.get(node));
    }
}
