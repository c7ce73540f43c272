package dev.vernier.cli;

import dev.vernier.evaluate.OutputComparison;
import java.util.List;
import java.util.stream.Collectors;

/** Says which outputs were compared without some of their elements. */
final class LeftOutElements {

    private LeftOutElements() {}

    /** One line an output that lacks some, indented; empty if none does. */
    static String lines(List<OutputComparison> outputs) {
        return outputs.stream()
                .filter(output -> output.leftOut() > 0)
                .map(
                        output ->
                                "  %s is compared without %s that %s not finite in the float model\n"
                                        .formatted(
                                                output.output(),
                                                Figures.count(output.leftOut(), "element"),
                                                output.leftOut() == 1 ? "is" : "are"))
                .collect(Collectors.joining());
    }
}
