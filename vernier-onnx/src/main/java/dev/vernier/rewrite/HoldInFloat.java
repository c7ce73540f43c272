package dev.vernier.rewrite;

import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphEdit;
import dev.vernier.graph.Names;
import dev.vernier.graph.Node;
import dev.vernier.plan.QuantizationPlan;
import dev.vernier.target.OperatorRole;
import dev.vernier.target.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Keeps in float what the plan leaves in float, where the runtime would see Q/DQ on both sides and
 * compute it in integers unasked:
 *
 * <pre>
 * QuantizeLinear(Concat(DequantizeLinear, DequantizeLinear))
 *   -> QuantizeLinear(Sum(Concat(DequantizeLinear, DequantizeLinear)))
 * </pre>
 *
 * <p>A Sum of one value is that value. ONNX Runtime 1.29 neither takes it out nor looks through it,
 * as it does with Identity; it costs one copy. It stands before the QuantizeLinear; for a node that
 * only moves values, through which the runtime pulls both kinds, on either side; for a product
 * before its first input, as the runtime multiplies two dequantized values in integers wherever
 * they go, and between Q/DQ quantizes the float weight of a Conv, ConvTranspose or Gemm itself.
 * Where somebody else reads the float value as well, the runtime leaves it alone.
 */
final class HoldInFloat implements RewriteRule {

    private final Target target;

    HoldInFloat(Target target) {
        this.target = target;
    }

    @Override
    public Graph apply(Graph graph, QuantizationPlan plan, Names names) {
        Set<Node> planned = PlannedNodes.of(graph, plan).keySet();
        Barriers barriers = new Barriers(graph, names);
        for (Node node : graph.nodes()) {
            Optional<OperatorRole> role = target.role(node);
            if (planned.contains(node) || node.outputs().isEmpty()) {
                continue;
            }
            if (node.is("ConvTranspose")) {
                holdProduct(node, graph, barriers);
            } else {
                role.ifPresent(known -> hold(node, known, graph, barriers));
            }
        }
        return barriers.apply();
    }

    private void hold(Node node, OperatorRole role, Graph graph, Barriers barriers) {
        if (role instanceof OperatorRole.Weighted) {
            holdProduct(node, graph, barriers);
        } else if (role instanceof OperatorRole.Joining) {
            if (IntStream.range(0, node.inputs().size())
                    .allMatch(input -> isDequantized(node, input, graph))) {
                barriers.behind(last(node, graph));
            }
        } else if (role instanceof OperatorRole.Shunned) {
            if (IntStream.range(0, node.inputs().size())
                    .anyMatch(input -> isDequantized(node, input, graph))) {
                barriers.behind(node.output());
            }
        } else if (role instanceof OperatorRole.Moving || role instanceof OperatorRole.Lookup) {
            if (isDequantized(node, 0, graph)) {
                barriers.before(node);
            }
            node.outputs().forEach(barriers::behind);
        }
    }

    /** A product: of two dequantized values, or one whose float weight would be quantized. */
    private void holdProduct(Node node, Graph graph, Barriers barriers) {
        boolean quantizedBehind =
                graph.onlyConsumer(last(node, graph))
                        .filter(reader -> reader.is("QuantizeLinear"))
                        .isPresent();
        if (isDequantized(node, 0, graph) && (isDequantized(node, 1, graph) || quantizedBehind)) {
            barriers.before(node);
        }
    }

    private static boolean isDequantized(Node node, int input, Graph graph) {
        return node.input(input)
                .flatMap(graph::producer)
                .filter(producer -> producer.is("DequantizeLinear"))
                .isPresent();
    }

    /** The value behind a node and the Relu or Clip that the runtime may fold into what follows. */
    private String last(Node node, Graph graph) {
        String value = node.output();
        Optional<Node> reader = graph.onlyConsumer(value);
        boolean clips =
                reader.flatMap(target::role)
                        .filter(r -> r instanceof OperatorRole.Clipping)
                        .isPresent();
        return clips ? last(reader.orElseThrow(), graph) : value;
    }

    /** Collects the sums to put in; each value has one at most. */
    private static final class Barriers {

        private final Graph graph;
        private final GraphEdit edit = new GraphEdit();
        private final Names names;
        private final Map<Node, Node> changed = new HashMap<>();
        private final Map<String, String> held = new HashMap<>();

        Barriers(Graph graph, Names names) {
            this.graph = graph;
            this.names = names;
        }

        /** Lets a node read its first input through a sum. */
        void before(Node node) {
            List<String> inputs = new ArrayList<>(node.inputs());
            inputs.set(0, held.computeIfAbsent(inputs.get(0), this::hold));
            Node reader = node.withInputs(inputs);
            changed.put(node, reader);
            edit.replace(node, reader);
        }

        /** Lets the QuantizeLinear that alone reads a value read it through a sum. */
        void behind(String value) {
            graph.onlyConsumer(value)
                    .filter(reader -> reader.is("QuantizeLinear") && !changed.containsKey(reader))
                    .ifPresent(this::before);
        }

        private String hold(String value) {
            String sum = names.fresh(value + "_float");
            edit.add(Node.of(names.fresh(value + "_Sum"), "Sum", List.of(value), List.of(sum)));
            return sum;
        }

        Graph apply() {
            return edit.applyTo(graph);
        }
    }
}
