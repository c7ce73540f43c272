package dev.vernier.evaluate;

import dev.vernier.evaluate.ValueMatch.How;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Matches nodes that kept no name: same operator, same origin of every input that is not constant.
 *
 * <p>Of several such nodes (the three projections of an attention) those are paired whose constant
 * keeps its name as a beginning; what stays ambiguous is not matched. One walk in the order of the
 * quantized graph, so a match helps those behind it.
 */
final class StructureMatch {

    private final Graph floatGraph;
    private final Graph quantized;
    private final QuantizedForm form;
    private final Map<String, List<Node>> floatNodes;

    /** Value of the quantized graph -> the value of the float graph that it stands for. */
    private final Map<String, String> standsFor = new HashMap<>();

    StructureMatch(Graph floatGraph, Graph quantized, QuantizedForm form) {
        this.floatGraph = floatGraph;
        this.quantized = quantized;
        this.form = form;
        this.floatNodes =
                floatGraph.nodes().stream()
                        .filter(node -> !node.outputs().isEmpty())
                        .collect(Collectors.groupingBy(this::signature));
    }

    /** Adds what only structure tells. */
    void addTo(Map<String, ValueMatch> found) {
        floatGraph.inputs().forEach(input -> standsFor.put(input.name(), input.name()));
        found.values().forEach(this::remember);
        for (Node node : quantized.nodes()) {
            if (QuantizedForm.isQuantize(node) || QuantizedForm.isDequantize(node)) {
                node.input(0)
                        .map(standsFor::get)
                        .ifPresent(value -> standsFor.putIfAbsent(node.output(), value));
            } else if (!node.outputs().isEmpty() && !standsFor.containsKey(node.output())) {
                counterpart(node, found).ifPresent(same -> add(node, same, found));
            }
        }
    }

    private void remember(ValueMatch match) {
        match.before().ifPresent(value -> standsFor.put(value, match.value()));
        match.codes().ifPresent(codes -> standsFor.put(codes.value(), match.value()));
    }

    private void add(Node node, Node same, Map<String, ValueMatch> found) {
        for (int i = 0; i < Math.min(node.outputs().size(), same.outputs().size()); i++) {
            form.match(same.outputs().get(i), How.STRUCTURE, node.outputs().get(i))
                    .ifPresent(
                            match -> {
                                found.put(match.value(), match);
                                remember(match);
                            });
        }
    }

    private Optional<Node> counterpart(Node node, Map<String, ValueMatch> found) {
        Optional<String> signature = quantizedSignature(node);
        if (signature.isEmpty()) {
            return Optional.empty();
        }
        List<Node> candidates =
                floatNodes.getOrDefault(signature.get(), List.of()).stream()
                        .filter(candidate -> !found.containsKey(candidate.output()))
                        .toList();
        if (candidates.size() > 1) {
            candidates = candidates.stream().filter(each -> sameConstants(each, node)).toList();
        }
        return candidates.size() == 1 ? Optional.of(candidates.get(0)) : Optional.empty();
    }

    private boolean sameConstants(Node floatNode, Node node) {
        List<String> constants =
                floatNode.inputs().stream()
                        .filter(input -> floatGraph.constant(input).isPresent())
                        .toList();
        return !constants.isEmpty()
                && constants.stream()
                        .allMatch(
                                name ->
                                        node.inputs().stream()
                                                .anyMatch(input -> input.startsWith(name)));
    }

    private String signature(Node node) {
        List<String> origins = new ArrayList<>();
        for (String input : node.inputs()) {
            if (!input.isEmpty() && floatGraph.constant(input).isEmpty()) {
                origins.add(input);
            }
        }
        return node.op().name() + origins;
    }

    /** Empty if an input comes from somewhere unknown. */
    private Optional<String> quantizedSignature(Node node) {
        List<String> origins = new ArrayList<>();
        for (String input : node.inputs()) {
            if (standsFor.containsKey(input)) {
                origins.add(standsFor.get(input));
            } else if (!input.isEmpty() && !isConstant(input)) {
                return Optional.empty();
            }
        }
        return Optional.of(QuantizedForm.floatOperator(node.op().name()) + origins);
    }

    /** Whether it is a constant, or one behind DequantizeLinear. */
    private boolean isConstant(String value) {
        return quantized.constant(value).isPresent()
                || quantized
                        .producer(value)
                        .filter(QuantizedForm::isDequantize)
                        .flatMap(node -> quantized.constantInput(node, 0))
                        .isPresent();
    }
}
