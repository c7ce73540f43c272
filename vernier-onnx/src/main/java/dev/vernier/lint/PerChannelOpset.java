package dev.vernier.lint;

import java.util.List;

/** Scales per channel exist from opset 13 on. */
final class PerChannelOpset implements LintRule {

    @Override
    public String id() {
        return "per-channel-opset";
    }

    @Override
    public Severity severity() {
        return Severity.ERROR;
    }

    @Override
    public String fix() {
        return "raise the opset of the float model to 13, then quantize it again";
    }

    @Override
    public List<Problem> check(LintedModel model) {
        long opset = model.graph().opsets().onnx();
        return opset >= 13
                ? List.of()
                : model.quantizedValues().stream()
                        .filter(QuantizedValue::isPerChannel)
                        .map(
                                value ->
                                        new Problem(
                                                value.node(),
                                                "scales per channel need opset 13; opset=" + opset))
                        .toList();
    }
}
