package dev.vernier.plan;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.target.OperatorRole.Residual;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Quantizes the shortcut of a residual sum, and not the branch that ends in a convolution, which
 * takes the sum into its kernel:
 *
 * <pre>
 * y = Add(Relu(Conv(...)), x)  ->  y = Add(Relu(Conv(...)), DequantizeLinear(QuantizeLinear(x)))
 * </pre>
 *
 * <p>Where both branches end in a convolution, the one further from where they part is fused. The
 * activation or normalization between convolution and sum fuses as well, if nobody else reads
 * between them.
 */
final class QuantizeShortcuts implements InputRule {

    private static final Set<String> FUSED_BEHIND =
            Set.of("Relu", "Clip", "BatchNormalization", "MaxPool");

    @Override
    public void apply(InputRegion region) {
        for (Node sum : region.open(Residual.class)) {
            List<String> inputs = sum.inputs();
            if (inputs.size() == 2 && !inputs.get(0).equals(inputs.get(1))) {
                fused(sum, region)
                        .ifPresent(
                                fused ->
                                        region.decide(
                                                sum,
                                                InputRegion.reading(
                                                        sum,
                                                        List.of(inputs.get(1 - fused)),
                                                        "shortcut")));
            }
        }
    }

    /** The input that a convolution takes into its kernel. */
    private static Optional<Integer> fused(Node sum, InputRegion region) {
        Graph graph = region.graph();
        for (String input : sum.inputs()) {
            if (graph.constant(input).isPresent()) {
                return Optional.empty();
            }
        }
        boolean first = endsInConvolution(sum.inputs().get(0), sum, region);
        boolean second = endsInConvolution(sum.inputs().get(1), sum, region);
        if (first && second) {
            return Optional.of(secondIsLonger(sum, graph) ? 1 : 0);
        }
        return first ? Optional.of(0) : second ? Optional.of(1) : Optional.empty();
    }

    private static boolean endsInConvolution(String value, Node reader, InputRegion region) {
        Graph graph = region.graph();
        Optional<Node> producer = graph.onlyProducer(value, reader);
        if (producer.isEmpty() || graph.isOutput(value)) {
            return false;
        }
        Node node = producer.get();
        if (node.is("Conv") || node.is("ConvTranspose")) {
            return region.decision(node).reason() == Reason.WEIGHTED_KERNEL;
        }
        if (node.is("Mul")) {
            return gated(node, graph)
                    .flatMap(graph::producer)
                    .filter(conv -> region.decision(conv).reason() == Reason.WEIGHTED_KERNEL)
                    .isPresent();
        }
        return node.op().isOnnx()
                && FUSED_BEHIND.contains(node.op().name())
                && endsInConvolution(node.inputs().get(0), node, region);
    }

    /** The value of {@code x sigmoid(x)}, if nobody else reads it. */
    private static Optional<String> gated(Node product, Graph graph) {
        for (int position = 0; position < 2; position++) {
            String value = product.inputs().get(position);
            Optional<Node> gate = graph.producer(product.inputs().get(1 - position));
            if (gate.filter(g -> g.is("Sigmoid") && g.inputs().get(0).equals(value)).isPresent()
                    && graph.consumers(value).size() == 2) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }

    /** By the number of nodes back to the value where both branches part; false if they do not. */
    private static boolean secondIsLonger(Node sum, Graph graph) {
        Map<String, Integer> first = distances(sum.inputs().get(0), graph);
        Map<String, Integer> second = distances(sum.inputs().get(1), graph);
        OptionalInt nearest =
                first.keySet().stream()
                        .filter(second::containsKey)
                        .mapToInt(
                                value ->
                                        first.getOrDefault(value, 0)
                                                + second.getOrDefault(value, 0))
                        .min();
        return first.keySet().stream()
                .filter(second::containsKey)
                .filter(
                        value ->
                                first.getOrDefault(value, 0) + second.getOrDefault(value, 0)
                                        == nearest.orElse(-1))
                .findFirst()
                .map(value -> second.getOrDefault(value, 0) > first.getOrDefault(value, 0))
                .orElse(false);
    }

    /** Values that a value is computed from, nearest first, by the number of nodes between. */
    private static Map<String, Integer> distances(String value, Graph graph) {
        Map<String, Integer> distances = new LinkedHashMap<>(Map.of(value, 0));
        Deque<String> open = new ArrayDeque<>(List.of(value));
        while (!open.isEmpty()) {
            String next = open.remove();
            int distance = distances.getOrDefault(next, 0) + 1;
            for (String input : graph.producer(next).map(Node::inputs).orElse(List.of())) {
                if (!input.isEmpty()
                        && graph.constant(input).isEmpty()
                        && distances.putIfAbsent(input, distance) == null) {
                    open.add(input);
                }
            }
        }
        return distances;
    }
}
