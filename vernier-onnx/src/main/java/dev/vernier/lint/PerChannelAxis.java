package dev.vernier.lint;

import dev.vernier.graph.Node;
import dev.vernier.graph.Tensor;
import dev.vernier.numeric.Granularity;
import java.util.ArrayList;
import java.util.List;

/** Scales along another axis than the kernel's output channels do not fuse. */
final class PerChannelAxis implements LintRule {

    @Override
    public String id() {
        return "per-channel-axis";
    }

    @Override
    public Severity severity() {
        return Severity.WARNING;
    }

    @Override
    public String fix() {
        return "quantize weights along their output channels: axis 0 of Conv, 1 of ConvTranspose, the last of MatMul";
    }

    @Override
    public List<Problem> check(LintedModel model) {
        List<Problem> problems = new ArrayList<>();
        for (Node node : model.products()) {
            model.dequantized(node, 1)
                    .filter(weight -> weight.isPerChannel() && weight.codes().isPresent())
                    .ifPresent(
                            weight -> {
                                Tensor codes = weight.codes().orElseThrow();
                                Granularity wanted =
                                        model.product(node)
                                                .orElseThrow()
                                                .layout()
                                                .granularity(node, codes.rank());
                                int axis = weight.axis(codes.rank());
                                if (!wanted.equals(new Granularity.PerChannel(Math.max(axis, 0)))) {
                                    problems.add(
                                            new Problem(
                                                    node,
                                                    "scales of %s must be %s; axis=%d"
                                                            .formatted(
                                                                    codes.name(),
                                                                    text(wanted),
                                                                    axis)));
                                }
                            });
        }
        return problems;
    }

    private static String text(Granularity granularity) {
        return granularity instanceof Granularity.PerChannel channels
                ? "per channel of axis " + channels.axis()
                : "per tensor";
    }
}
