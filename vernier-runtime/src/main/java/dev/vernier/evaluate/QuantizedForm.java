package dev.vernier.evaluate;

import dev.vernier.evaluate.ValueMatch.Codes;
import dev.vernier.evaluate.ValueMatch.How;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the quantized form of values off a graph, whoever quantized it: pairs of QuantizeLinear and
 * DequantizeLinear, and operators of ONNX Runtime that write codes themselves.
 */
final class QuantizedForm {

    /** Operator that writes codes -> position of the scale of its output among its inputs. */
    private static final Map<String, Integer> OUTPUT_SCALE =
            Map.ofEntries(
                    Map.entry("QLinearConv", 6),
                    Map.entry("QLinearMatMul", 6),
                    Map.entry("QGemm", 7),
                    Map.entry("QLinearAdd", 6),
                    Map.entry("QLinearMul", 6),
                    Map.entry("QLinearSigmoid", 3),
                    Map.entry("QLinearLeakyRelu", 3),
                    Map.entry("QLinearSoftmax", 3),
                    Map.entry("QLinearAveragePool", 3),
                    Map.entry("QLinearGlobalAveragePool", 3),
                    Map.entry("QLinearConcat", 0));

    /** Operators that move codes without changing their scale. */
    private static final Set<String> MOVERS =
            Set.of(
                    "MaxPool",
                    "Reshape",
                    "Flatten",
                    "Transpose",
                    "Squeeze",
                    "Unsqueeze",
                    "Slice",
                    "Identity");

    private final Graph graph;

    /** Values that hold codes which are not those of a QuantizeLinear. */
    private final Map<String, Codes> written = new HashMap<>();

    QuantizedForm(Graph graph) {
        this.graph = graph;
        Map<String, Codes> known = new HashMap<>();
        for (Node node : graph.nodes()) {
            if (isQuantize(node)) {
                known.put(node.output(), codes(node, 1));
            } else if (writesCodes(node)) {
                written.put(node.output(), codes(node));
            } else if (MOVERS.contains(node.op().name())) {
                node.input(0)
                        .flatMap(
                                value ->
                                        Optional.ofNullable(written.get(value))
                                                .or(() -> Optional.ofNullable(known.get(value))))
                        .ifPresent(
                                moved ->
                                        written.put(
                                                node.output(),
                                                new Codes(
                                                        node.output(),
                                                        moved.scale(),
                                                        moved.zeroPoint())));
            }
        }
    }

    static boolean isQuantize(Node node) {
        return node.op().name().equals("QuantizeLinear");
    }

    static boolean isDequantize(Node node) {
        return node.op().name().equals("DequantizeLinear");
    }

    /** The operator that an integer operator computes: Conv for QLinearConv. */
    static String floatOperator(String op) {
        if (op.equals("QGemm")) {
            return "Gemm";
        }
        return op.startsWith("QLinear") ? op.substring("QLinear".length()) : op;
    }

    /** What stands for a value of the float graph, known by a value of this graph. */
    Optional<ValueMatch> match(String floatValue, How how, String value) {
        Optional<Node> producer = graph.producer(value);
        if (producer.isEmpty() && !graph.isInput(value)) {
            return Optional.empty();
        }
        Optional<Node> pair = producer.filter(QuantizedForm::isDequantize);
        Optional<Codes> own = Optional.ofNullable(written.get(value));
        if (own.isEmpty()) {
            own = pair.flatMap(node -> node.input(0)).map(written::get);
        }
        if (own.isPresent()) {
            return Optional.of(new ValueMatch(floatValue, how, Optional.empty(), own));
        }
        Optional<Node> quantize =
                pair.flatMap(node -> node.input(0))
                        .flatMap(graph::producer)
                        .filter(QuantizedForm::isQuantize);
        if (quantize.isPresent()) {
            return Optional.of(ofPair(floatValue, how, quantize.get()));
        }
        Optional<ValueMatch> read =
                graph.consumers(value).stream()
                        .filter(QuantizedForm::isQuantize)
                        .findFirst()
                        .map(node -> ofPair(floatValue, how, node));
        return read.or(
                () ->
                        Optional.of(
                                new ValueMatch(
                                        floatValue, how, Optional.of(value), Optional.empty())));
    }

    private static ValueMatch ofPair(String floatValue, How how, Node quantize) {
        return new ValueMatch(floatValue, how, quantize.input(0), Optional.of(codes(quantize, 1)));
    }

    private static boolean writesCodes(Node node) {
        Integer scale = OUTPUT_SCALE.get(node.op().name());
        return scale != null && node.input(scale).isPresent();
    }

    private static Codes codes(Node integer) {
        return codes(integer, OUTPUT_SCALE.getOrDefault(integer.op().name(), 1));
    }

    private static Codes codes(Node node, int scale) {
        return new Codes(node.output(), node.inputs().get(scale), node.input(scale + 1));
    }
}
