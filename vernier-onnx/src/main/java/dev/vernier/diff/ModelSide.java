package dev.vernier.diff;

import dev.vernier.diff.Side.Place;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.Node;
import dev.vernier.graph.Scopes;
import dev.vernier.graph.Tensor;
import dev.vernier.model.Weights;
import dev.vernier.plan.QuantizedOperators;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A model of any tool as a {@link Side}, float models too.
 *
 * <p>A node runs in integers if it is one of the quantized operators, reads a dequantized value, or
 * reads a constant whose values are dequantized behind it. Values and constants go by the name that
 * they had before quantization where it can be told: {@code y} for {@code y_unquantized}, {@code w}
 * for {@code w_quantized}.
 */
final class ModelSide {

    private static final String UNQUANTIZED = "_unquantized";
    private static final String QUANTIZED = "_quantized";

    private final Map<String, Place> nodes = new LinkedHashMap<>();
    private final Map<String, String> values = new LinkedHashMap<>();
    private final Map<String, Constant> constants = new LinkedHashMap<>();

    private ModelSide() {}

    static Side of(Model model) {
        ModelSide side = new ModelSide();
        Scopes.of(model.graph()).graphs().forEach(side::read);
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("irVersion", String.valueOf(model.irVersion()));
        model.graph()
                .opsets()
                .versions()
                .forEach(
                        (domain, version) ->
                                facts.put(
                                        domain.isEmpty() ? "opset" : "opset " + domain,
                                        String.valueOf(version)));
        facts.putAll(model.metadata());
        return new Side(side.nodes, side.values, side.constants, facts);
    }

    private void read(Graph graph) {
        Set<String> grids = new HashSet<>();
        for (Node node : graph.nodes()) {
            if (isPair(node)) {
                node.inputs().stream().skip(1).forEach(grids::add);
            } else {
                nodes.put(node.name(), new Place(node.op().toString(), runs(node, graph), ""));
            }
            if (node.is("QuantizeLinear")) {
                readValue(node, graph);
            }
        }
        graph.initializers().values().stream()
                .filter(tensor -> !grids.contains(tensor.name()))
                .forEach(tensor -> readConstant(tensor, graph));
    }

    private static boolean isPair(Node node) {
        return node.is("QuantizeLinear") || node.is("DequantizeLinear");
    }

    private static String runs(Node node, Graph graph) {
        boolean integer =
                QuantizedOperators.isQuantized(node)
                        || node.inputs().stream()
                                .anyMatch(
                                        input ->
                                                graph.producer(input)
                                                        .filter(p -> p.is("DequantizeLinear"))
                                                        .isPresent())
                        || looksUp(node, graph).isPresent();
        return integer ? "integer" : "float";
    }

    /** The DequantizeLinear behind a node that picks from a constant of integers. */
    private static Optional<Node> looksUp(Node node, Graph graph) {
        return node.is("Gather") && graph.constantInput(node, 0).isPresent()
                ? graph.onlyConsumer(node.output()).filter(next -> next.is("DequantizeLinear"))
                : Optional.empty();
    }

    private void readValue(Node quantize, Graph graph) {
        String name = quantize.inputs().get(0);
        if (graph.constant(name).isPresent()) {
            return;
        }
        String scale =
                graph.constantInput(quantize, 1)
                        .map(ModelSide::numbers)
                        .orElse("computed as it runs");
        String zero = graph.constantInput(quantize, 2).map(ModelSide::codes).orElse("0");
        String type =
                graph.constantInput(quantize, 2).map(tensor -> typeName(tensor)).orElse("uint8");
        values.putIfAbsent(without(UNQUANTIZED, name), type + " " + scale + " zero " + zero);
    }

    private void readConstant(Tensor tensor, Graph graph) {
        String name = without(QUANTIZED, tensor.name());
        Constant constant = constant(tensor, graph);
        if (constants.putIfAbsent(name, constant) != null) {
            constants.put(tensor.name(), constant);
        }
    }

    private static Constant constant(Tensor tensor, Graph graph) {
        for (Node reader : graph.consumers(tensor.name())) {
            Optional<Node> dequantize =
                    reader.is("DequantizeLinear") ? Optional.of(reader) : looksUp(reader, graph);
            if (dequantize.isPresent()) {
                Optional<Tensor> scales = graph.constantInput(dequantize.get(), 1);
                if (scales.isPresent()) {
                    return new StoredConstant(
                            tensor,
                            scales.get(),
                            graph.constantInput(dequantize.get(), 2),
                            axis(dequantize.get(), tensor));
                }
            }
        }
        return new PlainConstant(tensor);
    }

    private static int axis(Node dequantize, Tensor tensor) {
        long axis = dequantize.attribute("axis", 1L);
        return (int) (axis < 0 ? axis + tensor.rank() : axis);
    }

    private static String numbers(Tensor scale) {
        float[] values = Weights.floats(scale);
        return values.length == 1 ? String.valueOf(values[0]) : values.length + " scales";
    }

    private static String codes(Tensor zeroPoint) {
        long[] values = Weights.longs(zeroPoint);
        return values.length == 1 ? String.valueOf(values[0]) : values.length + " zero points";
    }

    static String typeName(Tensor tensor) {
        return tensor.type().name().toLowerCase(java.util.Locale.ROOT);
    }

    private static String without(String ending, String name) {
        return name.endsWith(ending) ? name.substring(0, name.length() - ending.length()) : name;
    }
}
