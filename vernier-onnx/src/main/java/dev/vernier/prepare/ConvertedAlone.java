package dev.vernier.prepare;

import static dev.vernier.graph.ElementType.FLOAT;

import dev.vernier.graph.Dimension;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.Node;
import dev.vernier.graph.Shape;
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
 * <p>Nodes that read what has no known type, or have a body, are passed over. Cost: one conversion
 * a node, until one fails in the same way.
 */
final class ConvertedAlone {

    private static final Shape ANY = new Shape(List.of(Dimension.named("any")));

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
     * The first node that cannot be converted by itself, for the reason that the model cannot be.
     *
     * @param typed the model with the types of its values, as far as they are known
     * @param refusal what became of converting it as a whole
     */
    static Optional<Node> firstRefused(Model typed, long opset, UnsupportedModelException refusal) {
        ConvertedAlone alone = new ConvertedAlone(typed);
        String reason = String.valueOf(refusal.getMessage());
        return typed.graph().nodes().stream()
                .filter(node -> alone.refusal(node, opset).filter(reason::equals).isPresent())
                .findFirst();
    }

    private Optional<String> refusal(Node node, long opset) {
        Optional<Model> one = model(node);
        try {
            one.ifPresent(known -> Reference.convert(known, opset));
            return Optional.empty();
        } catch (UnsupportedModelException refused) {
            return Optional.ofNullable(refused.getMessage());
        }
    }

    /** A model of one node; empty if it has a body, or reads what has no known type. */
    private Optional<Model> model(Node node) {
        Graph graph = model.graph();
        List<String> read = named(node.inputs());
        List<Tensor> constants = read.stream().flatMap(i -> graph.constant(i).stream()).toList();
        List<String> fed = read.stream().filter(i -> graph.constant(i).isEmpty()).toList();
        List<String> given = named(node.outputs());
        if (!values.keySet().containsAll(fed) || node.subgraphs().findAny().isPresent()) {
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

    /** Results of an operator that is not known have no type; the converter asks for one. */
    private List<ValueInfo> known(List<String> names) {
        return names.stream()
                .map(name -> values.getOrDefault(name, ValueInfo.tensor(name, FLOAT, ANY)))
                .toList();
    }
}
