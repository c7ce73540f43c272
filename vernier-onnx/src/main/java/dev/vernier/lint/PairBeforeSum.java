package dev.vernier.lint;

import dev.vernier.graph.Node;
import java.util.ArrayList;
import java.util.List;

/** A pair between a convolution and the sum that the convolution could take into its kernel. */
final class PairBeforeSum implements LintRule {

    @Override
    public String id() {
        return "pair-before-sum";
    }

    @Override
    public Severity severity() {
        return Severity.WARNING;
    }

    @Override
    public String fix() {
        return "leave out the Q/DQ between the convolution and the Add; keep it on the shortcut";
    }

    @Override
    public List<Problem> check(LintedModel model) {
        List<Problem> problems = new ArrayList<>();
        if (!model.pairsGoOnInputs()) {
            return problems;
        }
        for (Node sum : model.graph().nodes()) {
            if (sum.is("Add")
                    && sum.inputs().size() == 2
                    && model.dequantized(sum, 0).isPresent()
                    && model.dequantized(sum, 1).isPresent()
                    && (isBehindConvolution(sum, 0, model) || isBehindConvolution(sum, 1, model))) {
                problems.add(
                        new Problem(
                                sum, "both inputs are quantized, so no convolution takes the sum"));
            }
        }
        return problems;
    }

    private static boolean isBehindConvolution(Node sum, int input, LintedModel model) {
        return model.dequantized(sum, input)
                .flatMap(value -> model.graph().producer(value.node().inputs().get(0)))
                .filter(node -> node.is("QuantizeLinear"))
                .flatMap(node -> model.graph().onlyProducer(node.inputs().get(0), node))
                .filter(node -> node.is("Conv") || node.is("ConvTranspose"))
                .isPresent();
    }
}
