package dev.vernier.lint;

import java.util.List;
import java.util.Set;

/** TensorRT reads Q/DQ only, no operators that compute on codes. */
final class RejectedOperator implements LintRule {

    @Override
    public String id() {
        return "rejected-operator";
    }

    @Override
    public Severity severity() {
        return Severity.ERROR;
    }

    @Override
    public String fix() {
        return "use a model in Q/DQ form: quantize the float model with --target tensorrt";
    }

    private static final Set<String> ON_CODES =
            Set.of(
                    "QLinearConv",
                    "QLinearMatMul",
                    "ConvInteger",
                    "MatMulInteger",
                    "DynamicQuantizeLinear");

    @Override
    public List<Problem> check(LintedModel model) {
        return !model.pairsGoOnInputs()
                ? List.of()
                : model.graph().nodes().stream()
                        .filter(
                                node ->
                                        node.op().domain().equals("com.microsoft")
                                                || ON_CODES.contains(node.op().name()))
                        .map(node -> new Problem(node, "the target has no such operator"))
                        .toList();
    }
}
