package dev.vernier.lint;

import java.util.List;

/** A weight that is stored in float and quantized at every load. */
final class FloatWeightPair implements LintRule {

    @Override
    public String id() {
        return "float-weight-pair";
    }

    @Override
    public Severity severity() {
        return Severity.WARNING;
    }

    @Override
    public String fix() {
        return "store the codes and keep DequantizeLinear only: a quarter of the size";
    }

    @Override
    public List<Problem> check(LintedModel model) {
        return model.quantizedValues().stream()
                .filter(value -> value.node().is("QuantizeLinear"))
                .filter(value -> value.codes().filter(c -> c.type().isFloat()).isPresent())
                .map(
                        value ->
                                new Problem(
                                        value.node(),
                                        "the constant %s is stored in float"
                                                .formatted(value.codes().orElseThrow().name())))
                .toList();
    }
}
