package dev.vernier.lint;

import dev.vernier.graph.Node;
import java.util.List;
import java.util.Optional;

/** An operator between Q/DQ that the target has no integer kernel for. */
final class UnfusedOperator implements LintRule {

    @Override
    public String id() {
        return "unfused-operator";
    }

    @Override
    public Severity severity() {
        return Severity.WARNING;
    }

    @Override
    public String fix() {
        return "leave the node in float: its Q/DQ costs time and accuracy for nothing";
    }

    @Override
    public List<Problem> check(LintedModel model) {
        if (model.pairsGoOnInputs()) {
            return List.of();
        }
        return model.graph().nodes().stream()
                .filter(node -> !node.is("QuantizeLinear") && !node.is("DequantizeLinear"))
                .filter(node -> model.target().role(node).isEmpty())
                .filter(node -> isBetweenPairs(node, model))
                .map(
                        node ->
                                new Problem(
                                        node,
                                        "%s has no integer kernel for it"
                                                .formatted(model.target().name())))
                .toList();
    }

    private static boolean isBetweenPairs(Node node, LintedModel model) {
        Optional<QuantizedValue> input = model.dequantized(node, 0);
        return input.filter(value -> value.codes().isEmpty()).isPresent()
                && !node.outputs().isEmpty()
                && model.graph()
                        .onlyConsumer(node.output())
                        .filter(reader -> reader.is("QuantizeLinear"))
                        .isPresent();
    }
}
