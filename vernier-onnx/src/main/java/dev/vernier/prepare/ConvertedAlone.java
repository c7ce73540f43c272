package dev.vernier.prepare;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.Node;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.UnsupportedModelException;
import dev.vernier.graph.ValueInfo;
import dev.vernier.model.Reference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Converts the nodes of a model one by one, as the reference version converter does not say at
 * which of them it failed.
 *
 * <p>Values of unknown type, and bodies, are passed over. Cost: one conversion a node, until one
 * fails.
 */
final class ConvertedAlone {

    private final Model model;
    private final Map<String, ValueInfo> values = new HashMap<>();

    private ConvertedAlone(Model model) {
        this.model = model;
        Graph graph = model.graph();
        for (List<ValueInfo> known : List.of(graph.valueInfos(), graph.inputs(), graph.outputs())) {
            known.forEach(value -> values.put(value.name(), value));
        }
    }

    /**
     * The first node that cannot be converted by itself.
     *
     * @param typed the model with the types of its values, as far as they are known
     */
    static Optional<Node> firstRefused(Model typed, long opset) {
        ConvertedAlone alone = new ConvertedAlone(typed);
        return typed.graph().nodes().stream()
                .filter(node -> alone.model(node).filter(one -> refuses(one, opset)).isPresent())
                .findFirst();
    }

    private static boolean refuses(Model one, long opset) {
        try {
            Reference.convert(one, opset);
            return false;
        } catch (UnsupportedModelException refused) {
            return true;
        }
    }

    /** A model of one node; empty if it has a body, or reads or gives what has no known type. */
    private Optional<Model> model(Node node) {
        Graph graph = model.graph();
        List<String> read = named(node.inputs());
        List<Tensor> constants = read.stream().flatMap(i -> graph.constant(i).stream()).toList();
        List<String> fed = read.stream().filter(i -> graph.constant(i).isEmpty()).toList();
        List<String> given = named(node.outputs());
        if (!values.keySet().containsAll(fed)
                || !values.keySet().containsAll(given)
                || node.subgraphs().findAny().isPresent()) {
            return Optional.empty();
        }
        return Optional.of(
                model.withGraph(
                        graph.toBuilder()
                                .nodes(List.of(node))
                                .inputs(known(fed))
                                .initializers(constants)
                                .outputs(known(given))
                                .valueInfos(List.of())
                                .build()));
    }

    private static List<String> named(List<String> values) {
        return values.stream().filter(value -> !value.isEmpty()).distinct().toList();
    }

    private List<ValueInfo> known(List<String> names) {
        return names.stream().flatMap(n -> Optional.ofNullable(values.get(n)).stream()).toList();
    }
}
