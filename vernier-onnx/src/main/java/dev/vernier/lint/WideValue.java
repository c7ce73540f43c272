package dev.vernier.lint;

import dev.vernier.graph.ElementType;
import dev.vernier.graph.Node;
import dev.vernier.graph.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Values of 16 bits that an operator reads for which the target has no such kernel: it computes in
 * float, and quantizing costs time on top.
 */
final class WideValue implements LintRule {

    private static final Set<ElementType> WIDE = Set.of(ElementType.INT16, ElementType.UINT16);

    @Override
    public String id() {
        return "wide-value";
    }

    @Override
    public Severity severity() {
        return Severity.WARNING;
    }

    @Override
    public String fix() {
        return "leave the node in float, or quantize the value to 8 bits";
    }

    @Override
    public List<Problem> check(LintedModel model) {
        List<Problem> problems = new ArrayList<>();
        Set<String> kernels = model.target().wide().operators();
        for (QuantizedValue value : model.quantizedValues()) {
            Optional<ElementType> type = value.zeroPoint().map(Tensor::type).filter(WIDE::contains);
            if (!value.isDequantize() || type.isEmpty()) {
                continue;
            }
            for (Node reader : model.graph().consumers(value.node().output())) {
                if (!reader.is("QuantizeLinear") && !kernels.contains(reader.op().name())) {
                    problems.add(
                            new Problem(
                                    reader,
                                    "target has no integer kernel for 16 bits; input=%s, type=%s"
                                            .formatted(value.node().output(), type.get())));
                }
            }
        }
        return problems;
    }
}
