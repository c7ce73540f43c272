package dev.vernier.report;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.plan.QuantizationPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A quantized graph of ours with its QuantizeLinear and DequantizeLinear nodes taken out again, and
 * values under the names that the plan calls them.
 */
final class CollapsedGraph {

    /**
     * A node between collapsed values.
     *
     * @param inputs what it reads, constants left out
     * @param outputs what it gives
     * @param quantizedInputs those that it reads behind a DequantizeLinear
     */
    record Collapsed(
            Node node, List<String> inputs, List<String> outputs, List<String> quantizedInputs) {}

    private final Graph graph;
    private final QuantizationPlan plan;

    CollapsedGraph(Graph graph, QuantizationPlan plan) {
        this.graph = graph;
        this.plan = plan;
    }

    /** The nodes that compute, in order. */
    List<Collapsed> nodes() {
        List<Collapsed> nodes = new ArrayList<>();
        for (Node node : graph.nodes()) {
            if (!isPair(node) && !node.is("Constant")) {
                nodes.add(collapse(node));
            }
        }
        return nodes;
    }

    private Collapsed collapse(Node node) {
        List<String> inputs = new ArrayList<>();
        List<String> quantized = new ArrayList<>();
        for (String input : node.inputs()) {
            Optional<Node> dequantize = graph.producer(input).filter(CollapsedGraph::isDequantize);
            boolean isConstant =
                    input.isEmpty()
                            || graph.initializers().containsKey(input)
                            || dequantize.flatMap(d -> graph.constantInput(d, 0)).isPresent()
                            || graph.producer(input).filter(p -> p.is("Constant")).isPresent();
            if (!isConstant) {
                String name = dequantize.map(this::valueBehind).orElse(input);
                inputs.add(name);
                if (dequantize.isPresent()) {
                    quantized.add(name);
                }
            }
        }
        List<String> outputs =
                node.outputs().stream().filter(o -> !o.isEmpty()).map(this::planned).toList();
        return new Collapsed(node, inputs, outputs, quantized);
    }

    /** The planned value that a DequantizeLinear gives back. */
    private String valueBehind(Node dequantize) {
        if (plan.activations().containsKey(dequantize.output())) {
            return dequantize.output();
        }
        Optional<Node> quantize =
                dequantize.input(0).flatMap(graph::producer).filter(CollapsedGraph::isQuantize);
        return quantize.flatMap(node -> node.input(0)).orElse(dequantize.output());
    }

    /**
     * The name that a value has in the plan: that behind its pair, where it is written through one.
     */
    private String planned(String value) {
        if (plan.activations().containsKey(value)) {
            return value;
        }
        return graph.consumers(value).stream()
                .filter(CollapsedGraph::isQuantize)
                .flatMap(quantize -> graph.consumers(quantize.output()).stream())
                .filter(CollapsedGraph::isDequantize)
                .map(Node::output)
                .filter(plan.activations()::containsKey)
                .findFirst()
                .orElse(value);
    }

    /** Whether it is one of the nodes that are taken out. */
    static boolean isPair(Node node) {
        return isQuantize(node) || isDequantize(node);
    }

    private static boolean isQuantize(Node node) {
        return node.op().name().equals("QuantizeLinear");
    }

    private static boolean isDequantize(Node node) {
        return node.op().name().equals("DequantizeLinear");
    }
}
