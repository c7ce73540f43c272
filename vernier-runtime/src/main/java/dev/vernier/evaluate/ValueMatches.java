package dev.vernier.evaluate;

import dev.vernier.evaluate.ValueMatch.How;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the values of a float graph again in a quantized graph, ours or that of another tool: by
 * the name of the value, else by the name of the node that writes it, else by structure.
 *
 * <pre>
 * y                                 kept, with or without a pair behind it
 * y -> y_DequantizeLinear_Output    followed through the pair
 * y -> y_quantized                  codes of an operator such as QLinearConv
 * conv1 -> conv1, conv1_quant       the node's name
 * Conv(a) -> Conv(a), the only one  the operator and where its inputs come from
 * </pre>
 *
 * <p>What is nowhere to be found was folded or fused away, and is said.
 *
 * @param matched by value of the float graph, in its order
 * @param unmatched values of the float graph
 */
record ValueMatches(Map<String, ValueMatch> matched, List<String> unmatched) {

    static ValueMatches of(Graph floatGraph, Graph quantized) {
        QuantizedForm form = new QuantizedForm(quantized);
        Map<String, Node> nodes = new LinkedHashMap<>();
        quantized.nodes().forEach(node -> nodes.putIfAbsent(node.name(), node));
        Map<String, ValueMatch> found = new LinkedHashMap<>();
        floatGraph
                .inputs()
                .forEach(
                        input ->
                                form.match(input.name(), How.NAME, input.name())
                                        .filter(match -> match.codes().isPresent())
                                        .ifPresent(match -> found.put(input.name(), match)));
        for (Node node : floatGraph.nodes()) {
            for (int i = 0; i < node.outputs().size(); i++) {
                String value = node.outputs().get(i);
                byName(value, form)
                        .or(() -> byNode(node, value, nodes, form))
                        .ifPresent(match -> found.put(value, match));
            }
        }
        new StructureMatch(floatGraph, quantized, form).addTo(found);
        dropShared(found);
        new AbsorbedActivations(floatGraph, quantized).moveIn(found);
        return inOrder(floatGraph, found);
    }

    /**
     * A Relu that disappeared into the Conv before it leaves one value for two of the float graph:
     * it is that whose name it has, else the later one.
     */
    private static void dropShared(Map<String, ValueMatch> found) {
        Map<String, ValueMatch> owners = new HashMap<>();
        for (ValueMatch match : List.copyOf(found.values())) {
            for (String place : places(match)) {
                ValueMatch owner = owners.get(place);
                if (owner != null && owner.how() == How.NAME && match.how() != How.NAME) {
                    found.remove(match.value());
                } else {
                    if (owner != null) {
                        found.remove(owner.value());
                    }
                    owners.put(place, match);
                }
            }
        }
    }

    private static List<String> places(ValueMatch match) {
        List<String> places = new ArrayList<>();
        match.before().ifPresent(places::add);
        match.codes().ifPresent(codes -> places.add(codes.value()));
        return places;
    }

    private static Optional<ValueMatch> byName(String value, QuantizedForm form) {
        if (value.isEmpty()) {
            return Optional.empty();
        }
        return form.match(value, How.NAME, value)
                .or(
                        () ->
                                form.match(value, How.NAME, value + "_quantized")
                                        .filter(match -> match.codes().isPresent()));
    }

    private static Optional<ValueMatch> byNode(
            Node node, String value, Map<String, Node> quantized, QuantizedForm form) {
        if (node.name().isEmpty()) {
            return Optional.empty();
        }
        int position = node.outputs().indexOf(value);
        return Optional.ofNullable(quantized.get(node.name()))
                .or(() -> Optional.ofNullable(quantized.get(node.name() + "_quant")))
                .filter(
                        same ->
                                QuantizedForm.floatOperator(same.op().name())
                                        .equals(node.op().name()))
                .filter(same -> position < same.outputs().size())
                .flatMap(same -> form.match(value, How.NODE, same.outputs().get(position)));
    }

    private static ValueMatches inOrder(Graph floatGraph, Map<String, ValueMatch> found) {
        Map<String, ValueMatch> matched = new LinkedHashMap<>();
        List<String> unmatched = new ArrayList<>();
        floatGraph
                .inputs()
                .forEach(
                        input ->
                                Optional.ofNullable(found.get(input.name()))
                                        .ifPresent(match -> matched.put(input.name(), match)));
        for (Node node : floatGraph.nodes()) {
            for (String value : node.outputs()) {
                ValueMatch match = found.get(value);
                if (match != null) {
                    matched.put(value, match);
                } else if (!value.isEmpty()) {
                    unmatched.add(value);
                }
            }
        }
        return new ValueMatches(matched, unmatched);
    }
}
