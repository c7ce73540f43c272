package dev.vernier.lint;

import java.util.List;

/** DequantizeLinear before Gather widens the whole table at every run. */
final class WidenedTable implements LintRule {

    @Override
    public String id() {
        return "widened-table";
    }

    @Override
    public Severity severity() {
        return Severity.WARNING;
    }

    @Override
    public String fix() {
        return "put DequantizeLinear behind the Gather, as vernier quantize does";
    }

    @Override
    public List<Problem> check(LintedModel model) {
        return model.graph().nodes().stream()
                .filter(node -> node.is("Gather"))
                .filter(
                        node ->
                                model.dequantized(node, 0)
                                        .filter(table -> table.codes().isPresent())
                                        .isPresent())
                .map(
                        node ->
                                new Problem(
                                        node, "the table is dequantized before rows are looked up"))
                .toList();
    }
}
