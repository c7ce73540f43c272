package dev.vernier.evaluate;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Hands the codes of a value on to the Relu or Clip behind it that became part of the codes' range.
 *
 * <pre>
 * float      Gemm -> h -> Relu -> r
 * quantized  QGemm -> h_quantized, whose codes begin at 0: they are r, not h
 * </pre>
 *
 * <p>That is so where nothing in the quantized graph stands for r and no activation of the same
 * kind reads the codes.
 */
final class AbsorbedActivations {

    private static final Set<String> ACTIVATIONS = Set.of("Relu", "Clip");

    private final Graph floatGraph;
    private final Graph quantized;

    AbsorbedActivations(Graph floatGraph, Graph quantized) {
        this.floatGraph = floatGraph;
        this.quantized = quantized;
    }

    void moveIn(Map<String, ValueMatch> found) {
        for (Node node : floatGraph.nodes()) {
            if (ACTIVATIONS.contains(node.op().name()) && !found.containsKey(node.output())) {
                node.input(0)
                        .filter(value -> floatGraph.onlyConsumer(value).isPresent())
                        .map(found::get)
                        .filter(match -> isAbsorbed(match, node.op().name()))
                        .ifPresent(match -> move(match, node.output(), found));
            }
        }
    }

    private boolean isAbsorbed(ValueMatch match, String activation) {
        return match.codes()
                .filter(
                        codes ->
                                readers(codes.value())
                                        .noneMatch(r -> r.op().name().equals(activation)))
                .isPresent();
    }

    /** Who reads codes, as they are or behind a DequantizeLinear. */
    private Stream<Node> readers(String codes) {
        return quantized.consumers(codes).stream()
                .flatMap(
                        reader ->
                                QuantizedForm.isDequantize(reader)
                                        ? quantized.consumers(reader.output()).stream()
                                        : Stream.of(reader));
    }

    private static void move(ValueMatch match, String value, Map<String, ValueMatch> found) {
        found.remove(match.value());
        found.put(value, new ValueMatch(value, match.how(), match.before(), match.codes()));
    }
}
