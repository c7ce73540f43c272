package dev.vernier.graph;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A whole ONNX model: its main graph, its local functions and its metadata.
 *
 * <p>Source: ONNX {@code ModelProto}.
 *
 * @param irVersion the version of the file format
 * @param graph the main graph, which carries the operator sets
 * @param functions local functions, in the order of the file
 * @param metadata key and value strings, in the order of the file
 * @param extras what else the file said: producer, version, documentation, training
 */
public record Model(
        long irVersion,
        Graph graph,
        List<Function> functions,
        Map<String, String> metadata,
        Extras extras) {

    public Model {
        functions = List.copyOf(functions);
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    /** A model of one graph, no functions and no metadata. */
    public static Model of(long irVersion, Graph graph) {
        return new Model(irVersion, graph, List.of(), Map.of(), Extras.NONE);
    }

    public Model withGraph(Graph newGraph) {
        return new Model(irVersion, newGraph, functions, metadata, extras);
    }

    public Model withIrVersion(long version) {
        return new Model(version, graph, functions, metadata, extras);
    }

    public Model withFunctions(List<Function> newFunctions) {
        return new Model(irVersion, graph, newFunctions, metadata, extras);
    }

    public Model withMetadata(Map<String, String> newMetadata) {
        return new Model(irVersion, graph, functions, newMetadata, extras);
    }
}
