package dev.vernier.lint;

import dev.vernier.graph.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A scale that is zero, negative, not finite or below the smallest normal float divides wrongly.
 */
final class ScaleValue implements LintRule {

    @Override
    public String id() {
        return "scale-value";
    }

    @Override
    public Severity severity() {
        return Severity.ERROR;
    }

    @Override
    public String fix() {
        return "quantize again: the tensor was constant, empty or not finite when it was calibrated";
    }

    @Override
    public List<Problem> check(LintedModel model) {
        List<Problem> problems = new ArrayList<>();
        for (QuantizedValue value : model.quantizedValues()) {
            if (value.scale().filter(scale -> scale.type().isFloat()).isPresent()) {
                firstBad(value.scale().get())
                        .ifPresent(why -> problems.add(new Problem(value.node(), why)));
            }
        }
        return problems;
    }

    private static Optional<String> firstBad(Tensor scale) {
        float[] values = LintedModel.floats(scale);
        for (int i = 0; i < values.length; i++) {
            if (!(values[i] >= Float.MIN_NORMAL) || Float.isInfinite(values[i])) {
                return Optional.of(
                        "scale must be positive, normal and finite; %s[%d]=%s"
                                .formatted(scale.name(), i, values[i]));
            }
        }
        return Optional.empty();
    }
}
