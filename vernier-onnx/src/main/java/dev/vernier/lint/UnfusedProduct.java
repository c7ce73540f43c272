package dev.vernier.lint;

import dev.vernier.graph.Node;
import dev.vernier.target.OutputForm;
import java.util.List;

/**
 * A product between dequantized values that the runtime computes in float, as its output is not
 * quantized.
 */
final class UnfusedProduct implements LintRule {

    @Override
    public String id() {
        return "unfused-product";
    }

    @Override
    public Severity severity() {
        return Severity.WARNING;
    }

    @Override
    public String fix() {
        return "quantize the output as well, or leave the node in float: Q/DQ that does not fuse is slower than float";
    }

    @Override
    public List<Problem> check(LintedModel model) {
        if (model.pairsGoOnInputs()) {
            return List.of();
        }
        return model.products().stream()
                .filter(node -> model.dequantized(node, 0).isPresent())
                .filter(node -> model.dequantized(node, 1).isPresent())
                .filter(
                        node ->
                                model.product(node).orElseThrow().output() == OutputForm.INTEGER
                                        && !isQuantized(node, model))
                .map(
                        node ->
                                new Problem(
                                        node,
                                        "inputs are quantized, the output is not: it runs in float"))
                .toList();
    }

    /** Its output, or that of the activation behind it. */
    private static boolean isQuantized(Node node, LintedModel model) {
        List<Node> readers = model.graph().consumers(node.output());
        return readers.size() == 1
                && (readers.get(0).is("QuantizeLinear")
                        || ((readers.get(0).is("Relu") || readers.get(0).is("Clip"))
                                && isQuantized(readers.get(0), model)));
    }
}
