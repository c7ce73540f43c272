package dev.vernier.graph;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An immutable dataflow graph in single-assignment form: nodes connected by value names.
 *
 * <p>Every question about it (who produces a value, who consumes it, is it constant) is answered
 * from an index that is built once, in time linear in the graph, when first asked. A node with
 * subgraphs counts as a consumer of every value that its bodies capture.
 *
 * <p>Changed by {@link GraphEdit} or {@link #toBuilder()}; both give a new graph. Source: ONNX
 * {@code GraphProto}. Safe for use by many threads.
 */
public final class Graph {

    private final String name;
    private final Opsets opsets;
    private final List<ValueInfo> inputs;
    private final List<ValueInfo> outputs;
    private final List<ValueInfo> valueInfos;
    private final Map<String, Tensor> initializers;
    private final List<SparseTensor> sparseInitializers;
    private final List<Node> nodes;
    private final Extras extras;

    private volatile Optional<GraphIndex> index = Optional.empty();

    private Graph(Builder builder) {
        this.name = builder.name;
        this.opsets = builder.opsets;
        this.inputs = List.copyOf(builder.inputs);
        this.outputs = List.copyOf(builder.outputs);
        this.valueInfos = List.copyOf(builder.valueInfos);
        this.initializers = Collections.unmodifiableMap(new LinkedHashMap<>(builder.initializers));
        this.sparseInitializers = List.copyOf(builder.sparseInitializers);
        this.nodes = List.copyOf(builder.nodes);
        this.extras = builder.extras;
    }

    public String name() {
        return name;
    }

    /** The operator sets of the model; a subgraph has those of the graph around it. */
    public Opsets opsets() {
        return opsets;
    }

    /** What the caller feeds. May repeat names of initializers: defaults that can be overridden. */
    public List<ValueInfo> inputs() {
        return inputs;
    }

    public List<ValueInfo> outputs() {
        return outputs;
    }

    /** Types of values between nodes, as far as they are known. */
    public List<ValueInfo> valueInfos() {
        return valueInfos;
    }

    /** Constants by name, in the order of the file. */
    public Map<String, Tensor> initializers() {
        return initializers;
    }

    public List<SparseTensor> sparseInitializers() {
        return sparseInitializers;
    }

    /** Nodes in the order of the file. */
    public List<Node> nodes() {
        return nodes;
    }

    public Extras extras() {
        return extras;
    }

    /** The node that writes this value; empty for inputs, constants and captured values. */
    public Optional<Node> producer(String value) {
        return Optional.ofNullable(index().producers().get(value));
    }

    /** The nodes that read this value, in order, each once. */
    public List<Node> consumers(String value) {
        return index().consumers().getOrDefault(value, List.of());
    }

    /** The only reader of this value; empty if there are more, none, or it is a graph output. */
    public Optional<Node> onlyConsumer(String value) {
        List<Node> consumers = consumers(value);
        return consumers.size() == 1 && !isOutput(value)
                ? Optional.of(consumers.get(0))
                : Optional.empty();
    }

    /** The producer of a value that nobody but {@code consumer} reads. */
    public Optional<Node> onlyProducer(String value, Node consumer) {
        return onlyConsumer(value).filter(only -> only == consumer).flatMap(n -> producer(value));
    }

    public boolean isOutput(String value) {
        return index().outputNames().contains(value);
    }

    public boolean isInput(String value) {
        return index().inputNames().contains(value);
    }

    /** The constant of this name, if it is one that the caller cannot override. */
    public Optional<Tensor> constant(String value) {
        return isInput(value) ? Optional.empty() : Optional.ofNullable(initializers.get(value));
    }

    /** The constant at an input of a node, if the input is there and constant. */
    public Optional<Tensor> constantInput(Node node, int position) {
        return node.input(position).flatMap(this::constant);
    }

    /** What is known of a value's type, from inputs, outputs, value infos and constants. */
    public Optional<ValueInfo> valueInfo(String value) {
        return Optional.ofNullable(index().types().get(value));
    }

    /** The shape of a value, if its rank is known. */
    public Optional<Shape> shape(String value) {
        return valueInfo(value).flatMap(ValueInfo::shape);
    }

    /** The element type of a value, if it is known to be a dense tensor. */
    public Optional<ElementType> elementType(String value) {
        return valueInfo(value)
                .flatMap(ValueInfo::tensorType)
                .map(ValueType.TensorType::elementType);
    }

    /** Values that this graph defines itself: inputs, constants, outputs of its nodes. */
    public Set<String> defined() {
        return index().defined();
    }

    /** Names that this graph reads and does not define: taken from the graph around it. */
    public Set<String> captured() {
        return index().captured();
    }

    /** Every value and node name in use here and in subgraphs. */
    public Set<String> names() {
        return index().names();
    }

    /** All nodes of this graph and of its subgraphs, outer before inner. */
    public List<Node> allNodes() {
        List<Node> all = new ArrayList<>(nodes);
        for (Node node : nodes) {
            node.subgraphs().forEach(body -> all.addAll(body.allNodes()));
        }
        return all;
    }

    private GraphIndex index() {
        if (index.isEmpty()) {
            index = Optional.of(GraphIndex.of(this)); // a race builds two equal ones
        }
        return index.get();
    }

    public Builder toBuilder() {
        return new Builder(this);
    }

    public static Builder builder(String name, Opsets opsets) {
        return new Builder(name, opsets);
    }

    @Override
    public String toString() {
        return GraphText.of(this);
    }

    /** Puts a graph together; may be used again after {@link #build}. Not thread-safe. */
    public static final class Builder {

        private String name;
        private Opsets opsets;
        private List<ValueInfo> inputs = new ArrayList<>();
        private List<ValueInfo> outputs = new ArrayList<>();
        private List<ValueInfo> valueInfos = new ArrayList<>();
        private Map<String, Tensor> initializers = new LinkedHashMap<>();
        private List<SparseTensor> sparseInitializers = new ArrayList<>();
        private List<Node> nodes = new ArrayList<>();
        private Extras extras = Extras.NONE;

        private Builder(String name, Opsets opsets) {
            this.name = name;
            this.opsets = opsets;
        }

        private Builder(Graph graph) {
            this(graph.name, graph.opsets);
            inputs.addAll(graph.inputs);
            outputs.addAll(graph.outputs);
            valueInfos.addAll(graph.valueInfos);
            initializers.putAll(graph.initializers);
            sparseInitializers.addAll(graph.sparseInitializers);
            nodes.addAll(graph.nodes);
            extras = graph.extras;
        }

        public Builder name(String newName) {
            name = newName;
            return this;
        }

        public Builder opsets(Opsets newOpsets) {
            opsets = newOpsets;
            return this;
        }

        public Builder inputs(Collection<ValueInfo> all) {
            inputs = new ArrayList<>(all);
            return this;
        }

        public Builder outputs(Collection<ValueInfo> all) {
            outputs = new ArrayList<>(all);
            return this;
        }

        public Builder valueInfos(Collection<ValueInfo> all) {
            valueInfos = new ArrayList<>(all);
            return this;
        }

        public Builder initializers(Collection<Tensor> all) {
            initializers = new LinkedHashMap<>();
            all.forEach(this::initializer);
            return this;
        }

        public Builder sparseInitializers(Collection<SparseTensor> all) {
            sparseInitializers = new ArrayList<>(all);
            return this;
        }

        public Builder nodes(Collection<Node> all) {
            nodes = new ArrayList<>(all);
            return this;
        }

        public Builder extras(Extras newExtras) {
            extras = newExtras;
            return this;
        }

        public Builder input(ValueInfo input) {
            inputs.add(input);
            return this;
        }

        public Builder output(ValueInfo output) {
            outputs.add(output);
            return this;
        }

        /**
         * Adds a constant.
         *
         * @throws IllegalArgumentException if there is one of that name
         */
        public Builder initializer(Tensor tensor) {
            if (initializers.put(tensor.name(), tensor) != null) {
                throw new IllegalArgumentException(
                        "initializer names must be unique; name=" + tensor.name());
            }
            return this;
        }

        public Builder node(Node node) {
            nodes.add(node);
            return this;
        }

        public Graph build() {
            return new Graph(this);
        }
    }
}
