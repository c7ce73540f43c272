package dev.vernier.prepare;

import dev.vernier.graph.Attribute;
import dev.vernier.graph.Function;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Names;
import dev.vernier.graph.Node;
import dev.vernier.graph.Opsets;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.ValueInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One call of a local function, written out: formal names become the call's, all others get the
 * call's label before them, and references to attributes become the call's values.
 */
final class FunctionCall {

    private final Node call;
    private final Function function;
    private final Opsets opsets;
    private final Names names;
    private final Map<String, String> renamed = new HashMap<>();

    /**
     * @param call the node that calls
     * @param function what it calls
     * @param opsets the operator sets of the model
     * @param names the names in use
     */
    FunctionCall(Node call, Function function, Opsets opsets, Names names) {
        this.call = call;
        this.function = function;
        this.opsets = opsets;
        this.names = names;
        for (int i = 0; i < function.inputs().size(); i++) {
            renamed.put(function.inputs().get(i), call.input(i).orElse(""));
        }
    }

    /** The nodes that compute what the call computed. */
    List<Node> nodes() {
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < function.outputs().size() && i < call.outputs().size(); i++) {
            String formal = function.outputs().get(i);
            String actual = call.outputs().get(i);
            if (actual.isEmpty()) {
                continue;
            }
            if (function.inputs().contains(formal)) { // handed through
                nodes.add(
                        Node.of(
                                names.fresh(call.label() + "/" + formal),
                                "Identity",
                                List.of(renamed.getOrDefault(formal, "")),
                                List.of(actual)));
            } else {
                renamed.put(formal, actual);
            }
        }
        function.nodes().forEach(node -> nodes.add(rename(node)));
        return nodes;
    }

    private Node rename(Node node) {
        String own = node.name().isEmpty() ? node.op().name() : node.name();
        return new Node(
                names.fresh(call.label() + "/" + own),
                node.op(),
                node.inputs().stream().map(this::rename).toList(),
                node.outputs().stream().map(this::rename).toList(),
                node.attributes().values().stream()
                        .flatMap(attribute -> rename(attribute).stream())
                        .toList(),
                node.extras());
    }

    private String rename(String value) {
        return value.isEmpty()
                ? ""
                : renamed.computeIfAbsent(value, own -> names.fresh(call.label() + "/" + own));
    }

    /** Empty where the call leaves a referenced attribute to the operator's default. */
    private Optional<Attribute> rename(Attribute attribute) {
        if (attribute instanceof Attribute.Other other) {
            Optional<String> reference = ReferencedAttribute.of(other);
            return reference.isEmpty()
                    ? Optional.of(attribute)
                    : call.attribute(reference.get()).map(given -> named(attribute.name(), given));
        }
        if (attribute instanceof Attribute.GraphValue body) {
            return Optional.of(new Attribute.GraphValue(body.name(), rename(body.value())));
        }
        if (attribute instanceof Attribute.Graphs bodies) {
            return Optional.of(
                    new Attribute.Graphs(
                            bodies.name(), bodies.values().stream().map(this::rename).toList()));
        }
        return Optional.of(attribute);
    }

    private static Attribute named(String name, Attribute given) {
        if (given instanceof Attribute.IntValue found) {
            return new Attribute.IntValue(name, found.value());
        }
        if (given instanceof Attribute.FloatValue found) {
            return new Attribute.FloatValue(name, found.value());
        }
        if (given instanceof Attribute.StringValue found) {
            return new Attribute.StringValue(name, found.value());
        }
        if (given instanceof Attribute.Ints found) {
            return new Attribute.Ints(name, found.values());
        }
        if (given instanceof Attribute.Floats found) {
            return new Attribute.Floats(name, found.values());
        }
        if (given instanceof Attribute.Strings found) {
            return new Attribute.Strings(name, found.values());
        }
        if (given instanceof Attribute.TensorValue found) {
            return new Attribute.TensorValue(name, found.value());
        }
        if (given instanceof Attribute.GraphValue found) {
            return new Attribute.GraphValue(name, found.value());
        }
        if (given instanceof Attribute.Graphs found) {
            return new Attribute.Graphs(name, found.values());
        }
        throw new IllegalArgumentException(
                "attribute of a function call must have a value; attribute=" + given);
    }

    private Graph rename(Graph body) {
        return Graph.builder(body.name(), opsets)
                .inputs(body.inputs().stream().map(this::rename).toList())
                .outputs(body.outputs().stream().map(this::rename).toList())
                .valueInfos(body.valueInfos().stream().map(this::rename).toList())
                .initializers(body.initializers().values().stream().map(this::rename).toList())
                .sparseInitializers(body.sparseInitializers())
                .nodes(body.nodes().stream().map(this::rename).toList())
                .extras(body.extras())
                .build();
    }

    private ValueInfo rename(ValueInfo value) {
        return new ValueInfo(rename(value.name()), value.type(), value.extras());
    }

    private Tensor rename(Tensor tensor) {
        return tensor.withName(rename(tensor.name()));
    }
}
