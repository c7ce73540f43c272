package dev.vernier.model;

import dev.vernier.graph.Attribute;
import dev.vernier.graph.Bodies;
import dev.vernier.graph.Extras;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.Node;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.TensorData;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Large tensors of a model, taken out under names that a native library keeps, and put back.
 *
 * <p>An initializer keeps its name; a constant inside of a node gets one of its own, because it has
 * none that could be relied on. A name that stands for different data in different subgraphs is not
 * taken out.
 *
 * <p>The placeholder is a tensor with external data at a location of the form {@code #name}, which
 * the reference checker accepts without looking for a file. Not thread-safe.
 */
final class Placeholders {

    private static final String INNER = "vernier.constant.";

    private final Map<String, Tensor> taken = new HashMap<>();
    private final Set<String> ambiguous = new HashSet<>();
    private int inner;

    private Placeholders() {}

    /** What can be taken out of a model; the same for the same model. */
    static Placeholders of(Model model) {
        Placeholders placeholders = new Placeholders();
        placeholders.find(model.graph());
        model.functions().forEach(f -> f.nodes().forEach(placeholders::find));
        placeholders.taken.keySet().removeAll(placeholders.ambiguous);
        return placeholders;
    }

    private void find(Graph graph) {
        for (Tensor tensor : graph.initializers().values()) {
            if (isLarge(tensor)) {
                Tensor before = taken.putIfAbsent(tensor.name(), tensor);
                if (before != null && !before.equals(tensor)) {
                    ambiguous.add(tensor.name());
                }
            }
        }
        graph.nodes().forEach(this::find);
    }

    private void find(Node node) {
        for (Attribute attribute : node.attributes().values()) {
            if (attribute instanceof Attribute.TensorValue value && isLarge(value.value())) {
                taken.put(INNER + inner++, value.value());
            }
        }
        node.subgraphs().forEach(this::find);
    }

    private static boolean isLarge(Tensor tensor) {
        return !(tensor.data() instanceof TensorData.Opaque)
                && tensor.data().size() >= SkeletonReader.LARGE;
    }

    /** The model without its large tensors and without extras of its own. */
    Model takeOut(Model model) {
        inner = 0;
        return new Model(
                        model.irVersion(),
                        takeOut(model.graph()),
                        List.of(),
                        model.metadata(),
                        Extras.NONE)
                .withFunctions(
                        model.functions().stream()
                                .map(
                                        function ->
                                                function.withNodes(
                                                        function.nodes().stream()
                                                                .map(this::takeOut)
                                                                .toList()))
                                .toList());
    }

    private Graph takeOut(Graph graph) {
        List<Tensor> tensors =
                graph.initializers().values().stream()
                        .map(t -> taken.containsKey(t.name()) ? placeholder(t, t.name()) : t)
                        .toList();
        return graph.toBuilder()
                .initializers(tensors)
                .nodes(graph.nodes().stream().map(this::takeOut).toList())
                .build();
    }

    private Node takeOut(Node node) {
        List<Attribute> attributes = new ArrayList<>();
        boolean changed = false;
        for (Attribute attribute : node.attributes().values()) {
            if (attribute instanceof Attribute.TensorValue value && isLarge(value.value())) {
                Tensor placeholder = placeholder(value.value(), INNER + inner++);
                attributes.add(new Attribute.TensorValue(attribute.name(), placeholder));
                changed = true;
            } else {
                attributes.add(attribute);
            }
        }
        return Bodies.map(changed ? node.withAttributes(attributes) : node, this::takeOut);
    }

    private static Tensor placeholder(Tensor tensor, String name) {
        byte[] location = new ExternalEntry("#" + name, 0, tensor.data().size()).toByteArray();
        return new Tensor(
                name,
                tensor.type(),
                tensor.dimensions(),
                new TensorData.Opaque(Extras.of(location)));
    }

    /** The model with the large tensors where their placeholders are, and with these extras. */
    Model putBack(Model model, Extras extras) {
        return new Model(
                        model.irVersion(),
                        putBack(model.graph()),
                        List.of(),
                        model.metadata(),
                        extras)
                .withFunctions(
                        model.functions().stream()
                                .map(
                                        function ->
                                                function.withNodes(
                                                        function.nodes().stream()
                                                                .map(this::putBack)
                                                                .toList()))
                                .toList());
    }

    private Graph putBack(Graph graph) {
        return graph.toBuilder()
                .initializers(graph.initializers().values().stream().map(this::putBack).toList())
                .nodes(graph.nodes().stream().map(this::putBack).toList())
                .build();
    }

    private Node putBack(Node node) {
        List<Attribute> attributes = new ArrayList<>();
        boolean changed = false;
        for (Attribute attribute : node.attributes().values()) {
            if (attribute instanceof Attribute.TensorValue value && isPlaceholder(value.value())) {
                Tensor tensor = putBack(value.value());
                attributes.add(new Attribute.TensorValue(attribute.name(), tensor));
                changed = true;
            } else {
                attributes.add(attribute);
            }
        }
        return Bodies.map(changed ? node.withAttributes(attributes) : node, this::putBack);
    }

    /** Native libraries leave a tensor without data, or the placeholder as it was. */
    private boolean isPlaceholder(Tensor tensor) {
        return taken.containsKey(tensor.name()) && tensor.data().size() == 0;
    }

    private Tensor putBack(Tensor tensor) {
        if (!isPlaceholder(tensor)) {
            return tensor;
        }
        Tensor original = taken.getOrDefault(tensor.name(), tensor);
        if (original.type() != tensor.type()
                || !original.dimensions().equals(tensor.dimensions())) {
            throw new IllegalStateException(
                    "placeholder must keep type and dimensions; tensor="
                            + tensor
                            + ", original="
                            + original);
        }
        return original;
    }
}
