package dev.vernier.improve;

import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.graph.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The constants that scale and shift a normalized value, one number a channel:
 *
 * <pre>
 * LayerNormalization(x, scale, shift)        Add(Mul(n, scale), shift)        Mul(n, scale)
 * </pre>
 *
 * @param constants to be multiplied for the value to be multiplied; nobody else reads them
 */
record Normalized(List<Tensor> constants) {

    Normalized {
        constants = List.copyOf(constants);
    }

    /** Those of a value; empty if it is not scaled by constants of its own just before. */
    static Optional<Normalized> of(String value, Place place) {
        Graph graph = place.graph();
        Optional<Node> producer = graph.producer(value);
        if (producer.isEmpty()) {
            return Optional.empty();
        }
        Node last = producer.get();
        if (last.is("LayerNormalization")) {
            boolean isOverLast = last.attribute("axis", -1L) == -1;
            return isOverLast && last.outputs().size() == 1
                    ? own(last, last.inputs().size() > 2 ? List.of(1, 2) : List.of(1), place)
                    : Optional.empty();
        }
        if (last.is("Mul")) {
            return own(last, List.of(1), place);
        }
        Optional<Normalized> shift =
                last.is("Add") ? own(last, List.of(1), place) : Optional.empty();
        Optional<Normalized> scale =
                graph.onlyProducer(last.inputs().get(0), last)
                        .filter(node -> node.is("Mul"))
                        .flatMap(node -> own(node, List.of(1), place));
        return shift.isPresent() && scale.isPresent()
                ? Optional.of(scale.get().and(shift.get()))
                : Optional.empty();
    }

    private Normalized and(Normalized other) {
        List<Tensor> all = new ArrayList<>(constants);
        all.addAll(other.constants);
        return new Normalized(all);
    }

    private static Optional<Normalized> own(Node node, List<Integer> inputs, Place place) {
        List<Tensor> found = new ArrayList<>();
        for (int input : inputs) {
            place.graph()
                    .constantInput(node, input)
                    .filter(tensor -> tensor.type() == ElementType.FLOAT && tensor.rank() == 1)
                    .filter(place::isReadOnce)
                    .ifPresent(found::add);
        }
        return found.size() == inputs.size()
                ? Optional.of(new Normalized(found))
                : Optional.empty();
    }

    /** Whether each has one number for each of so many channels. */
    boolean hasChannels(int channels) {
        return constants.stream().allMatch(tensor -> tensor.elements() == channels);
    }
}
