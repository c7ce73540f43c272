package dev.vernier.lint;

import dev.vernier.graph.Node;
import java.util.ArrayList;
import java.util.List;

/** Inputs of a Concat in integers must have one scale, or each is requantized. */
final class ConcatScales implements LintRule {

    @Override
    public String id() {
        return "concat-scales";
    }

    @Override
    public Severity severity() {
        return Severity.WARNING;
    }

    @Override
    public String fix() {
        return "give all inputs of the Concat the scale of its output, as --target tensorrt does";
    }

    @Override
    public List<Problem> check(LintedModel model) {
        List<Problem> problems = new ArrayList<>();
        if (!model.pairsGoOnInputs()) {
            return problems;
        }
        for (Node concat : model.graph().nodes()) {
            if (!concat.is("Concat")) {
                continue;
            }
            List<QuantizedValue> inputs = new ArrayList<>();
            for (int i = 0; i < concat.inputs().size(); i++) {
                model.dequantized(concat, i).ifPresent(inputs::add);
            }
            if (inputs.size() == concat.inputs().size()
                    && !inputs.stream()
                            .allMatch(input -> LintedModel.sameGrid(inputs.get(0), input))) {
                problems.add(new Problem(concat, "its inputs have different scales"));
            }
        }
        return problems;
    }
}
