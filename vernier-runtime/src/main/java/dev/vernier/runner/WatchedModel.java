package dev.vernier.runner;

import dev.vernier.graph.ElementType;
import dev.vernier.graph.Extras;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.ValueInfo;
import dev.vernier.graph.ValueType;
import dev.vernier.graph.ValueType.TensorType;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * A model whose watched values are outputs besides its own; those in bodies as {@link LiftedValues}
 * hands them out.
 *
 * <p>An output needs a type but no shape; where the graph does not know the type the runtime infers
 * it.
 */
final class WatchedModel {

    private WatchedModel() {}

    static Model of(Model model, List<String> watched) {
        Graph graph = LiftedValues.lift(model.graph(), new LinkedHashSet<>(watched));
        Graph.Builder observed = graph.toBuilder();
        for (String value : new LinkedHashSet<>(watched)) {
            if (graph.producer(value).isEmpty()) {
                throw new IllegalArgumentException(
                        "watched value must be computed in the model; value=" + value);
            }
            if (!graph.isOutput(value)) {
                observed.output(value(graph, value));
            }
        }
        return model.withGraph(observed.build());
    }

    /** A value of a graph, as an output: of any shape. */
    static ValueInfo value(Graph graph, String name) {
        return new ValueInfo(name, type(graph.elementType(name)));
    }

    /** A float value of any shape. */
    static ValueInfo floats(String name) {
        return new ValueInfo(name, type(Optional.of(ElementType.FLOAT)));
    }

    private static ValueType type(Optional<ElementType> known) {
        return known.<ValueType>map(type -> new TensorType(type, Optional.empty(), Extras.NONE))
                .orElseGet(() -> new ValueType.OtherType(Extras.NONE));
    }
}
