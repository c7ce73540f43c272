package dev.vernier.lint;

import java.util.ArrayList;
import java.util.List;

/** A value that is rounded to one grid and at once to another. */
final class DoubleQuantization implements LintRule {

    @Override
    public String id() {
        return "double-quantization";
    }

    @Override
    public Severity severity() {
        return Severity.WARNING;
    }

    @Override
    public String fix() {
        return "keep one of the two pairs, or give both the same scale";
    }

    @Override
    public List<Problem> check(LintedModel model) {
        List<Problem> problems = new ArrayList<>();
        for (QuantizedValue value : model.quantizedValues()) {
            if (value.node().is("QuantizeLinear")) {
                model.dequantized(value.node(), 0)
                        .filter(before -> !LintedModel.sameGrid(before, value))
                        .ifPresent(
                                before ->
                                        problems.add(
                                                new Problem(
                                                        value.node(),
                                                        "quantizes again what %s dequantized, with other scales"
                                                                .formatted(
                                                                        before.node().label()))));
            }
        }
        return problems;
    }
}
