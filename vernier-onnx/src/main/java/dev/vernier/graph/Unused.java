package dev.vernier.graph;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Drops the constants and type information that an edit left without a user. */
final class Unused {

    private Unused() {}

    /**
     * What {@code before} already had without a user stays: an edit only cleans up after itself.
     */
    static Graph dropFrom(Graph edited, Graph before) {
        Predicate<String> keep = value -> isUsed(value, edited) || !isUsed(value, before);
        Set<String> defined = new HashSet<>();
        edited.nodes().forEach(node -> defined.addAll(node.outputs()));
        List<Tensor> tensors =
                edited.initializers().values().stream().filter(t -> keep.test(t.name())).toList();
        tensors.forEach(tensor -> defined.add(tensor.name()));
        return edited.toBuilder()
                .initializers(tensors)
                .valueInfos(
                        edited.valueInfos().stream()
                                .filter(v -> defined.contains(v.name()))
                                .toList())
                .build();
    }

    private static boolean isUsed(String value, Graph graph) {
        return !graph.consumers(value).isEmpty() || graph.isOutput(value) || graph.isInput(value);
    }
}
