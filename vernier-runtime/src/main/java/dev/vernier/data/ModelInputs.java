package dev.vernier.data;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Shape;
import dev.vernier.graph.UnsupportedModelException;
import dev.vernier.graph.ValueInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a model must be fed, and what it may be.
 *
 * @param required inputs without a default, in the order of the model
 * @param optional inputs that an initializer of the same name gives a default
 */
public record ModelInputs(List<ValueInfo> required, List<ValueInfo> optional) {

    public ModelInputs {
        required = List.copyOf(required);
        optional = List.copyOf(optional);
        for (ValueInfo input : required) {
            if (input.tensorType().isEmpty()) {
                throw new UnsupportedModelException(
                        "model input must be a tensor; input=" + input.name());
            }
        }
    }

    /** The inputs of a graph. */
    public static ModelInputs of(Graph graph) {
        List<ValueInfo> required = new ArrayList<>();
        List<ValueInfo> optional = new ArrayList<>();
        for (ValueInfo input : graph.inputs()) {
            (graph.initializers().containsKey(input.name()) ? optional : required).add(input);
        }
        return new ModelInputs(required, optional);
    }

    /** The input of this name, required or not. */
    public Optional<ValueInfo> find(String name) {
        return Stream.concat(required.stream(), optional.stream())
                .filter(input -> input.name().equals(name))
                .findFirst();
    }

    /** The only required input, if there is just one. */
    Optional<ValueInfo> only() {
        return required.size() == 1 ? Optional.of(required.get(0)) : Optional.empty();
    }

    /** The fixed length of an input's first axis, or 1. */
    static long batch(ValueInfo input) {
        Optional<Shape> shape = input.shape().filter(known -> known.rank() > 0);
        return shape.isPresent() ? Math.max(1, shape.get().length(0).orElse(1)) : 1;
    }

    /** The required inputs with types and shapes, for messages. */
    String describe() {
        return required.stream().map(ValueInfo::toString).collect(Collectors.joining(", "));
    }
}
