package dev.vernier.prepare;

import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphEdit;
import dev.vernier.graph.Names;
import dev.vernier.graph.Node;
import dev.vernier.graph.ValueInfo;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An edit that leaves a sum out and gives other names to the values that mean something else
 * without it: whoever compares values by name must not take one for the other. Their types stay.
 *
 * <p>Not thread-safe.
 */
final class RenamingEdit {

    private final Graph graph;
    private final Names names;
    private final GraphEdit edit = new GraphEdit();
    private final Map<String, String> renamed = new HashMap<>();

    RenamingEdit(Graph graph) {
        this.graph = graph;
        this.names = Names.of(graph);
    }

    /**
     * Leaves a sum out.
     *
     * @param add reads the value that takes its place first
     * @param changed the nodes behind it whose results change, first to last
     */
    RenamingEdit without(Node add, List<Node> changed) {
        rename(add.output(), add.inputs().get(0));
        edit.remove(add);
        for (Node node : changed) {
            String name = names.fresh(node.output() + "_unbiased");
            List<String> inputs = node.inputs().stream().map(this::now).toList();
            rename(node.output(), name);
            edit.replace(node, node.withInputs(inputs).withOutputs(List.of(name)));
            graph.valueInfo(node.output())
                    .map(info -> new ValueInfo(name, info.type(), info.extras()))
                    .ifPresent(edit::valueInfo);
        }
        return this;
    }

    private void rename(String from, String to) {
        renamed.put(from, to);
        edit.readInstead(from, to);
    }

    /** What a value is called now. */
    String now(String value) {
        return renamed.getOrDefault(value, value);
    }

    /** What is free in the graph. */
    Names names() {
        return names;
    }

    GraphEdit edit() {
        return edit;
    }
}
