package dev.vernier.lint;

import dev.vernier.graph.ElementType;
import dev.vernier.graph.Tensor;
import dev.vernier.target.Target;
import java.util.List;
import java.util.Optional;

/** Codes of a type that the target does not read: int32 biases and uint8 for TensorRT. */
final class RejectedType implements LintRule {

    @Override
    public String id() {
        return "rejected-type";
    }

    @Override
    public Severity severity() {
        return Severity.ERROR;
    }

    @Override
    public String fix() {
        return "quantize with --target tensorrt: int8 codes, and biases in float";
    }

    @Override
    public List<Problem> check(LintedModel model) {
        if (!model.pairsGoOnInputs()) {
            return List.of();
        }
        ElementType wanted =
                ElementType.valueOf(
                        model.target()
                                .activations()
                                .type()
                                .toString()
                                .toUpperCase(java.util.Locale.ROOT));
        return model.quantizedValues().stream()
                .filter(value -> type(value).filter(type -> type != wanted).isPresent())
                .filter(value -> !isWide(type(value).orElseThrow(), model.target()))
                .map(
                        value ->
                                new Problem(
                                        value.node(),
                                        "codes must be %s; type=%s"
                                                .formatted(wanted, type(value).orElseThrow())))
                .toList();
    }

    private static boolean isWide(ElementType type, Target target) {
        return target.wide().types().stream()
                .anyMatch(wide -> type.name().equalsIgnoreCase(wide.toString()));
    }

    /** Of the constant codes, else of the zero point; without one it is uint8 by definition. */
    private static Optional<ElementType> type(QuantizedValue value) {
        Optional<Tensor> known = value.codes().or(value::zeroPoint);
        if (value.node().is("QuantizeLinear")) {
            known = value.zeroPoint();
            if (known.isEmpty() && value.node().input(2).isEmpty()) {
                return Optional.of(ElementType.UINT8);
            }
        }
        return known.map(Tensor::type).filter(type -> !type.isFloat());
    }
}
