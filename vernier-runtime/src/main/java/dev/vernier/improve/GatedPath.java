package dev.vernier.improve;

import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.graph.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The way from a convolution through a curve of the form y g(y) to the convolutions that read it,
 * all of whose operators but g commute with a factor for each channel:
 *
 * <pre>
 * y = Conv(...)
 * z = y g(y)        SiLU, HardSwish, Mish
 * z = c z + d       constants, one or one a channel
 * v = z gate        the gate of squeeze-and-excitation, computed from the averages of z
 * Conv(v), ...
 * </pre>
 *
 * @param before writes y
 * @param head the first node of g
 * @param between what is computed from y before v, each a multiple once y is one
 * @param shifts each an Add of a constant
 * @param pools averages over positions, of whatever is multiplied
 * @param behind all that read v
 */
record GatedPath(
        Layer before,
        Node head,
        List<String> between,
        List<Node> shifts,
        List<Node> pools,
        List<Layer> behind) {

    private static final int LONGEST_GATE = 4;

    private static final Set<String> CURVES =
            Set.of("Sigmoid", "HardSigmoid", "Clip", "Add", "Mul", "Div", "Tanh", "Softplus");

    private static final Set<String> FACTORS = Set.of("Mul", "Div");

    GatedPath {
        between = List.copyOf(between);
        shifts = List.copyOf(shifts);
        pools = List.copyOf(pools);
        behind = List.copyOf(behind);
    }

    /** What the layers behind read. */
    String value() {
        return behind.get(0).input();
    }

    /** The quantized of the values that become multiples, and of the averages of them. */
    List<String> quantized(Candidate candidate) {
        List<String> values = new ArrayList<>();
        values.add(before.node().output());
        values.addAll(between);
        values.add(value());
        pools.forEach(pool -> values.add(pool.output()));
        values.retainAll(candidate.plan().activations().keySet());
        return values;
    }

    /** All paths of some layers. */
    static List<GatedPath> of(List<Layer> layers) {
        Map<Node, Layer> byNode = new HashMap<>();
        layers.forEach(layer -> byNode.put(layer.node(), layer));
        return layers.stream()
                .map(layer -> behind(layer, byNode))
                .flatMap(Optional::stream)
                .toList();
    }

    /** The path behind a layer whose output is quantized as it comes. */
    static Optional<GatedPath> behind(Layer before, Map<Node, Layer> layers) {
        Graph graph = before.graph();
        String y = before.node().output();
        boolean open =
                before.source().window().isPresent()
                        && before.isQuantizedAsWritten()
                        && before.ownsWeight()
                        && BiasPlace.isWhole(before)
                        && !graph.isOutput(y);
        List<Node> readers = graph.consumers(y);
        if (!open || readers.size() != 2) {
            return Optional.empty();
        }
        Node first = readers.get(0);
        Node second = readers.get(1);
        Optional<GatedPath> path = curve(before, first, second, graph, layers);
        return path.isPresent() ? path : curve(before, second, first, graph, layers);
    }

    private static Optional<GatedPath> curve(
            Layer before, Node head, Node product, Graph graph, Map<Node, Layer> layers) {
        return product.is("Mul") && isGate(head, product, graph)
                ? new Walk(before, head, graph, layers).from(product.output())
                : Optional.empty();
    }

    /** Whether a chain of operators with constants leads from one node to a factor of the other. */
    private static boolean isGate(Node head, Node product, Graph graph) {
        Node node = head;
        for (int hops = 0; hops < LONGEST_GATE; hops++) {
            long values =
                    node.inputs().stream()
                            .filter(input -> !input.isEmpty() && graph.constant(input).isEmpty())
                            .count();
            Optional<Node> next = graph.onlyConsumer(node.output());
            if (!node.op().isOnnx()
                    || !CURVES.contains(node.op().name())
                    || values != 1
                    || next.isEmpty()
                    || graph.isOutput(node.output())) {
                return false;
            }
            if (next.get().equals(product)) {
                return true;
            }
            node = next.get();
        }
        return false;
    }

    /** Follows what commutes with a factor, from the curve to the layers. */
    private static final class Walk {

        private final Layer before;
        private final Node head;
        private final Graph graph;
        private final Map<Node, Layer> layers;
        private final List<String> between = new ArrayList<>();
        private final List<Node> shifts = new ArrayList<>();
        private final List<Node> pools = new ArrayList<>();

        Walk(Layer before, Node head, Graph graph, Map<Node, Layer> layers) {
            this.before = before;
            this.head = head;
            this.graph = graph;
            this.layers = layers;
        }

        Optional<GatedPath> from(String start) {
            String value = start;
            for (Optional<Node> next = next(value); next.isPresent(); next = next(value)) {
                between.add(value);
                value = next.get().output();
            }
            List<Layer> behind = new ArrayList<>();
            for (Node reader : readers(value)) {
                Optional<Layer> layer = layer(reader, value);
                if (layer.isEmpty()) {
                    return Optional.empty();
                }
                behind.add(layer.get());
            }
            return behind.isEmpty() || graph.isOutput(value)
                    ? Optional.empty()
                    : Optional.of(new GatedPath(before, head, between, shifts, pools, behind));
        }

        /** The one node that reads a value and hands the factor on. */
        private Optional<Node> next(String value) {
            List<Node> readers = readers(value);
            if (readers.size() != 1 || graph.isOutput(value)) {
                return Optional.empty();
            }
            Node reader = readers.get(0);
            if (reader.is("Add") && constant(reader, value).filter(this::fits).isPresent()) {
                shifts.add(reader);
                return Optional.of(reader);
            }
            return isFactor(reader, value) ? Optional.of(reader) : Optional.empty();
        }

        /** Times or by a constant, or times another value, which is a gate. */
        private boolean isFactor(Node node, String value) {
            if (!node.op().isOnnx() || !FACTORS.contains(node.op().name())) {
                return false;
            }
            boolean isFirst = value.equals(node.inputs().get(0));
            boolean isSecond = value.equals(node.inputs().get(1));
            return isFirst != isSecond
                    && (isFirst || node.is("Mul"))
                    && constant(node, value).map(this::fits).orElse(node.is("Mul"));
        }

        /** Who reads a value, but for averages, whose result is divided. */
        private List<Node> readers(String value) {
            List<Node> readers = new ArrayList<>();
            for (Node reader : graph.consumers(value)) {
                if (!reader.is("GlobalAveragePool")) {
                    readers.add(reader);
                } else if (!pools.contains(reader)) {
                    pools.add(reader);
                }
            }
            return readers;
        }

        /** The constant beside a value. */
        private Optional<Tensor> constant(Node node, String value) {
            return graph.constantInput(node, value.equals(node.inputs().get(0)) ? 1 : 0);
        }

        /** One element, or one a channel along the axis of channels. */
        private boolean fits(Tensor constant) {
            int channels = before.channels();
            int channelAxis = constant.rank() - (before.weight().rank() - 1);
            boolean alongChannels =
                    channelAxis >= 0
                            && constant.elements() == channels
                            && constant.dimensions().get(channelAxis) == channels;
            return constant.type() == ElementType.FLOAT
                    && ((constant.elements() == 1 && constant.rank() <= 1) || alongChannels);
        }

        private Optional<Layer> layer(Node reader, String value) {
            return Optional.ofNullable(layers.get(reader))
                    .filter(layer -> layer.input().equals(value))
                    .filter(layer -> layer.source().window().isPresent())
                    .filter(layer -> layer.inputChannels() == before.channels())
                    .filter(Layer::ownsWeight);
        }
    }
}
