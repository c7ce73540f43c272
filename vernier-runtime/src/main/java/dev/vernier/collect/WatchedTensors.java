package dev.vernier.collect;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Scopes;
import dev.vernier.graph.ValueInfo;
import dev.vernier.graph.ValueType.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where the values of the watched tensors are found: in the sample, or in what a run gives.
 *
 * @param inputs float inputs of the graph, whether anybody asked for them or not
 * @param computed values that nodes compute, as far as they are not those of others
 * @param receivers which tensors the values of a tensor belong to besides
 */
record WatchedTensors(
        Set<String> inputs, List<String> computed, Map<String, List<String>> receivers) {

    /**
     * @param apart tensors that have to be seen in their own shape
     * @throws IllegalArgumentException if a tensor is neither an input nor computed in the model
     */
    static WatchedTensors of(Graph graph, Set<String> tensors, Set<String> apart) {
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
        Set<String> seen = new TreeSet<>(computed);
        seen.addAll(inputs);
        SharedValues shared = new SharedValues(graph, seen, apart);
        computed.removeIf(shared::contains);
        return new WatchedTensors(inputs, computed, shared.receivers());
    }

    /** The tensors whose statistics the values of a tensor belong to, itself first. */
    List<String> receiversOf(String tensor) {
        List<String> all = new ArrayList<>(List.of(tensor));
        all.addAll(receivers.getOrDefault(tensor, List.of()));
        return all;
    }
}
