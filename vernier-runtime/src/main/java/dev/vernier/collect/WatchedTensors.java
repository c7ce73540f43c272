package dev.vernier.collect;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Scopes;
import dev.vernier.graph.ValueInfo;
import dev.vernier.graph.ValueType.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where the values of the watched tensors are found: in the sample, or in what a run gives.
 *
 * @param inputs float inputs of the graph, whether anybody asked for them or not
 * @param computed values that nodes compute
 */
record WatchedTensors(Set<String> inputs, List<String> computed) {

    /**
     * @throws IllegalArgumentException if a tensor is neither an input nor computed in the model
     */
    static WatchedTensors of(Graph graph, Set<String> tensors) {
        Set<String> inputs = new TreeSet<>();
        for (ValueInfo input : graph.inputs()) {
            boolean isFloat =
                    input.tensorType().map(TensorType::elementType).stream()
                            .anyMatch(type -> type.isFloat());
            if (isFloat) {
                inputs.add(input.name());
            }
        }
        Scopes scopes = Scopes.of(graph);
        List<String> computed = new ArrayList<>();
        for (String tensor : new TreeSet<>(tensors)) {
            if (graph.isInput(tensor)) {
                continue;
            }
            if (scopes.defining(tensor).isPresent()) {
                computed.add(tensor);
            } else {
                throw new IllegalArgumentException(
                        "watched tensor must be an input or computed in the model; tensor="
                                + tensor);
            }
        }
        return new WatchedTensors(inputs, computed);
    }
}
