package dev.vernier.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What can be looked up in a graph by name, built in one walk.
 *
 * @param producers value -> node that writes it
 * @param consumers value -> nodes that read it, in order, each once
 * @param types value -> what is known of its type
 * @param inputNames names of the graph's inputs
 * @param outputNames names of the graph's outputs
 * @param defined inputs, constants and what nodes write, in order
 * @param captured names read and not defined here, in order
 * @param names every value and node name, subgraphs included
 */
record GraphIndex(
        Map<String, Node> producers,
        Map<String, List<Node>> consumers,
        Map<String, ValueInfo> types,
        Set<String> inputNames,
        Set<String> outputNames,
        Set<String> defined,
        Set<String> captured,
        Set<String> names) {

    static GraphIndex of(Graph graph) {
        Map<String, Node> producers = new HashMap<>();
        Map<String, List<Node>> consumers = new HashMap<>();
        for (Node node : graph.nodes()) {
            for (String output : node.outputs()) {
                if (!output.isEmpty()) {
                    producers.put(output, node);
                }
            }
            for (String read : reads(node)) {
                consumers.computeIfAbsent(read, value -> new ArrayList<>()).add(node);
            }
        }
        Set<String> inputNames = namesOf(graph.inputs());
        Set<String> outputNames = namesOf(graph.outputs());
        Set<String> defined = new LinkedHashSet<>(inputNames);
        defined.addAll(graph.initializers().keySet());
        graph.sparseInitializers().forEach(sparse -> defined.add(sparse.name()));
        graph.nodes().forEach(node -> defined.addAll(node.outputs()));
        defined.remove("");
        Set<String> captured =
                Stream.concat(
                                graph.nodes().stream().flatMap(node -> reads(node).stream()),
                                outputNames.stream())
                        .filter(value -> !defined.contains(value))
                        .collect(Collectors.toCollection(LinkedHashSet::new));
        return new GraphIndex(
                producers,
                consumers,
                types(graph),
                inputNames,
                outputNames,
                Collections.unmodifiableSet(defined),
                captured,
                names(graph, defined, captured));
    }

    /** The values a node reads, captures of its bodies included, each once, in order. */
    private static Set<String> reads(Node node) {
        Set<String> reads = new LinkedHashSet<>(node.inputs());
        node.subgraphs().forEach(body -> reads.addAll(body.captured()));
        reads.remove("");
        return reads;
    }

    private static Set<String> namesOf(List<ValueInfo> values) {
        return values.stream()
                .map(ValueInfo::name)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Map<String, ValueInfo> types(Graph graph) {
        Map<String, ValueInfo> types = new HashMap<>();
        graph.valueInfos().forEach(value -> types.put(value.name(), value));
        graph.initializers()
                .values()
                .forEach(
                        tensor ->
                                types.put(
                                        tensor.name(),
                                        ValueInfo.tensor(
                                                tensor.name(), tensor.type(), tensor.shape())));
        graph.outputs().forEach(value -> types.putIfAbsent(value.name(), value));
        graph.inputs().forEach(value -> types.put(value.name(), value));
        return types;
    }

    private static Set<String> names(Graph graph, Set<String> defined, Set<String> captured) {
        Set<String> names = new HashSet<>(defined);
        names.addAll(captured);
        for (Node node : graph.nodes()) {
            names.add(node.name());
            node.subgraphs().forEach(body -> names.addAll(body.names()));
        }
        return names;
    }
}
