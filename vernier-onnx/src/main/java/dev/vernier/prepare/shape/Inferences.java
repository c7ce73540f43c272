package dev.vernier.prepare.shape;

import dev.vernier.graph.Node;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is known about the operators of the default domain, family by family. */
final class Inferences {

    private static final List<Map<String, Inference>> FAMILIES =
            List.of(
                    SameShapeInference.TABLE,
                    ElementwiseInference.TABLE,
                    CreatingInference.TABLE,
                    ReshapingInference.TABLE,
                    MovingInference.TABLE,
                    SliceInference.TABLE,
                    MatrixInference.TABLE,
                    ReductionInference.TABLE,
                    WindowInference.TABLE,
                    ResizeInference.TABLE,
                    RecurrentInference.TABLE);

    /** Fails at loading if two families claim an operator. */
    private static final Map<String, Inference> TABLE =
            FAMILIES.stream()
                    .flatMap(family -> family.entrySet().stream())
                    .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private Inferences() {}

    static Optional<Inference> of(Node node) {
        return node.op().isOnnx()
                ? Optional.ofNullable(TABLE.get(node.op().name()))
                : Optional.empty();
    }
}
