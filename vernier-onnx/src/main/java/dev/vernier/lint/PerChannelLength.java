package dev.vernier.lint;

import dev.vernier.graph.Tensor;
import java.util.ArrayList;
import java.util.List;

/** There must be as many scales as the weight has channels on their axis. */
final class PerChannelLength implements LintRule {

    @Override
    public String id() {
        return "per-channel-length";
    }

    @Override
    public Severity severity() {
        return Severity.ERROR;
    }

    @Override
    public String fix() {
        return "set the axis attribute to the one the scales are for";
    }

    @Override
    public List<Problem> check(LintedModel model) {
        List<Problem> problems = new ArrayList<>();
        for (QuantizedValue value : model.quantizedValues()) {
            if (!value.isPerChannel() || value.codes().isEmpty()) {
                continue;
            }
            Tensor codes = value.codes().get();
            long scales = value.scale().orElseThrow().elements();
            int axis = value.axis(codes.rank());
            boolean fits =
                    axis >= 0 && axis < codes.rank() && codes.dimensions().get(axis) == scales;
            if (!fits) {
                problems.add(
                        new Problem(
                                value.node(),
                                "%d scales must be as many as axis %d of %s has channels"
                                        .formatted(scales, axis, codes)));
            }
        }
        return problems;
    }
}
