package dev.vernier.lint;

import java.util.List;

/** TensorRT knows symmetric quantization only. */
final class ZeroPointNotZero implements LintRule {

    @Override
    public String id() {
        return "zero-point-not-zero";
    }

    @Override
    public Severity severity() {
        return Severity.ERROR;
    }

    @Override
    public String fix() {
        return "quantize with --target tensorrt, which keeps every zero point at 0";
    }

    @Override
    public List<Problem> check(LintedModel model) {
        if (!model.pairsGoOnInputs() || !model.target().activations().isSymmetric()) {
            return List.of();
        }
        return model.quantizedValues().stream()
                .filter(value -> LintedModel.zeroPoints(value).length > 0)
                .map(
                        value ->
                                new Problem(
                                        value.node(),
                                        "zero point must be 0; %s=%d"
                                                .formatted(
                                                        value.zeroPoint().orElseThrow().name(),
                                                        LintedModel.zeroPoints(value)[0])))
                .toList();
    }
}
