package dev.vernier.graph;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A change to a graph, collected first and applied at once: nodes taken out, nodes put in,
 * constants added, values renamed where they are read.
 *
 * <p>{@link #applyTo} keeps the order of the nodes that stay, puts new nodes where their inputs are
 * ready, and drops constants and type information that nothing uses any more.
 *
 * <p>Not thread-safe while it is being filled.
 */
public final class GraphEdit {

    private final Set<Node> removed = new LinkedHashSet<>();
    private final Map<Node, Node> replaced = new LinkedHashMap<>();
    private final List<Node> added = new ArrayList<>();
    private final Map<String, Tensor> initializers = new LinkedHashMap<>();
    private final Map<String, ValueInfo> valueInfos = new LinkedHashMap<>();
    private final Map<String, String> renamedReads = new HashMap<>();

    /** Takes a node out. */
    public GraphEdit remove(Node node) {
        removed.add(node);
        return this;
    }

    /** Puts {@code replacement} in the place of {@code node}. */
    public GraphEdit replace(Node node, Node replacement) {
        replaced.put(node, replacement);
        return this;
    }

    /** Adds a node; it stands before the first node that needs it. */
    public GraphEdit add(Node node) {
        added.add(node);
        return this;
    }

    /** Adds a constant, or replaces the one of the same name. */
    public GraphEdit initializer(Tensor tensor) {
        initializers.put(tensor.name(), tensor);
        return this;
    }

    /** Says what the type of a value is that a node of this edit writes. */
    public GraphEdit valueInfo(ValueInfo info) {
        valueInfos.put(info.name(), info);
        return this;
    }

    /**
     * Lets every node and subgraph that reads {@code from} read {@code to} instead. Nodes of this
     * edit and graph outputs keep what they say.
     */
    public GraphEdit readInstead(String from, String to) {
        renamedReads.put(from, to);
        return this;
    }

    /** The nodes of the old graph that this edit takes out or replaces. */
    Collection<Node> touched() {
        Set<Node> touched = new LinkedHashSet<>();
        touched.addAll(removed);
        touched.addAll(replaced.keySet());
        return touched;
    }

    /** The values that nobody writes any more after this edit. */
    Set<String> vanished() {
        Set<String> vanished = new LinkedHashSet<>();
        touched().forEach(node -> vanished.addAll(node.outputs()));
        added.forEach(node -> node.outputs().forEach(vanished::remove));
        replaced.values().forEach(node -> node.outputs().forEach(vanished::remove));
        return vanished;
    }

    /** The values that nodes put in by this edit read. */
    List<String> reads() {
        List<String> reads = new ArrayList<>(renamedReads.values());
        added.forEach(node -> reads.addAll(node.inputs()));
        replaced.values().forEach(node -> reads.addAll(node.inputs()));
        return reads;
    }

    private boolean isEmpty() {
        return Stream.of(removed, replaced.keySet(), added, renamedReads.keySet())
                        .allMatch(Collection::isEmpty)
                && initializers.isEmpty()
                && valueInfos.isEmpty();
    }

    /** Takes over all that another edit does; the two must touch different nodes. */
    GraphEdit merge(GraphEdit other) {
        removed.addAll(other.removed);
        replaced.putAll(other.replaced);
        added.addAll(other.added);
        initializers.putAll(other.initializers);
        valueInfos.putAll(other.valueInfos);
        renamedReads.putAll(other.renamedReads);
        return this;
    }

    /** The graph after this change; the very same if there is none. */
    public Graph applyTo(Graph graph) {
        if (isEmpty()) {
            return graph;
        }
        ReadRenamer renamer = new ReadRenamer(renamedReads);
        List<Node> nodes = new ArrayList<>();
        for (Node node : graph.nodes()) {
            if (replaced.containsKey(node)) {
                nodes.add(replaced.get(node));
            } else if (!removed.contains(node)) {
                nodes.add(renamer.rename(node));
            }
        }
        nodes.addAll(added);
        Map<String, Tensor> tensors = new LinkedHashMap<>(graph.initializers());
        tensors.putAll(initializers);
        Map<String, ValueInfo> infos = new LinkedHashMap<>();
        graph.valueInfos().forEach(info -> infos.put(info.name(), info));
        infos.putAll(valueInfos);
        Graph edited =
                graph.toBuilder()
                        .valueInfos(infos.values())
                        .nodes(NodeOrder.sort(nodes))
                        .initializers(tensors.values())
                        .build();
        return Unused.dropFrom(edited, graph);
    }
}
