package dev.vernier.graph;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One operation: reads values by name, writes values by name.
 *
 * <p>An empty name among the inputs or outputs is an optional one left out. Compared by identity: a
 * graph may be asked about this very node.
 *
 * <p>Source: ONNX {@code NodeProto}. Immutable.
 */
public final class Node {

    private final String name;
    private final OpType op;
    private final List<String> inputs;
    private final List<String> outputs;
    private final Map<String, Attribute> attributes;
    private final Extras extras;

    /**
     * @param name may be empty; {@code prepare} gives every node a name of its own
     * @param attributes in the order of the file, names unique
     * @throws IllegalArgumentException if two attributes have one name
     */
    public Node(
            String name,
            OpType op,
            List<String> inputs,
            List<String> outputs,
            List<Attribute> attributes,
            Extras extras) {
        this.name = name;
        this.op = op;
        this.inputs = List.copyOf(inputs);
        this.outputs = List.copyOf(outputs);
        this.extras = extras;
        Map<String, Attribute> byName = new LinkedHashMap<>();
        for (Attribute attribute : attributes) {
            if (byName.put(attribute.name(), attribute) != null) {
                throw new IllegalArgumentException(
                        "attribute names must be unique; node="
                                + name
                                + ", attribute="
                                + attribute.name());
            }
        }
        this.attributes = Collections.unmodifiableMap(byName);
    }

    /** A node of the default domain. */
    public static Node of(
            String name,
            String op,
            List<String> inputs,
            List<String> outputs,
            Attribute... attributes) {
        return new Node(name, OpType.onnx(op), inputs, outputs, List.of(attributes), Extras.NONE);
    }

    public String name() {
        return name;
    }

    public OpType op() {
        return op;
    }

    public List<String> inputs() {
        return inputs;
    }

    public List<String> outputs() {
        return outputs;
    }

    /** Attributes by name, in the order of the file. */
    public Map<String, Attribute> attributes() {
        return attributes;
    }

    public Extras extras() {
        return extras;
    }

    /** Whether this is the default domain's operator of that name. */
    public boolean is(String opName) {
        return op.isOnnx() && op.name().equals(opName);
    }

    /** The input at this position; empty where it is left out. */
    public Optional<String> input(int index) {
        return index < inputs.size() && !inputs.get(index).isEmpty()
                ? Optional.of(inputs.get(index))
                : Optional.empty();
    }

    /** The first output, which every operator used here has. */
    public String output() {
        return outputs.get(0);
    }

    public Optional<Attribute> attribute(String attribute) {
        return Optional.ofNullable(attributes.get(attribute));
    }

    /** An integer attribute, or its default where it is missing or of another type. */
    public long attribute(String attribute, long otherwise) {
        return attributes.get(attribute) instanceof Attribute.IntValue found
                ? found.value()
                : otherwise;
    }

    /** A float attribute, or its default where it is missing or of another type. */
    public float attribute(String attribute, float otherwise) {
        return attributes.get(attribute) instanceof Attribute.FloatValue found
                ? found.value()
                : otherwise;
    }

    /** A string attribute, or its default where it is missing or of another type. */
    public String attribute(String attribute, String otherwise) {
        return attributes.get(attribute) instanceof Attribute.StringValue found
                ? found.value()
                : otherwise;
    }

    /** An attribute of integers, if it is there. */
    public Optional<List<Long>> ints(String attribute) {
        return attributes.get(attribute) instanceof Attribute.Ints found
                ? Optional.of(found.values())
                : Optional.empty();
    }

    /** The bodies of If, Loop, Scan and the like. */
    public Stream<Graph> subgraphs() {
        return attributes.values().stream()
                .flatMap(
                        attribute ->
                                attribute instanceof Attribute.GraphValue one
                                        ? Stream.of(one.value())
                                        : attribute instanceof Attribute.Graphs many
                                                ? many.values().stream()
                                                : Stream.empty());
    }

    public Node withName(String newName) {
        return new Node(newName, op, inputs, outputs, List.copyOf(attributes.values()), extras);
    }

    public Node withInputs(List<String> newInputs) {
        return new Node(name, op, newInputs, outputs, List.copyOf(attributes.values()), extras);
    }

    public Node withOutputs(List<String> newOutputs) {
        return new Node(name, op, inputs, newOutputs, List.copyOf(attributes.values()), extras);
    }

    public Node withAttributes(List<Attribute> newAttributes) {
        return new Node(name, op, inputs, outputs, newAttributes, extras);
    }

    /** Name, or operator and first output where it has none: how messages call it. */
    public String label() {
        if (!name.isEmpty()) {
            return name;
        }
        return op + (outputs.isEmpty() ? "" : "(" + outputs.get(0) + ")");
    }

    @Override
    public String toString() {
        return GraphText.of(this);
    }
}
