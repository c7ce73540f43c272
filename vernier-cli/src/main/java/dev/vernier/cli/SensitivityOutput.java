package dev.vernier.cli;

import dev.vernier.cli.text.Style;
import dev.vernier.cli.text.Table;
import dev.vernier.cli.text.Table.Align;
import dev.vernier.sensitivity.NodeSensitivity;
import dev.vernier.sensitivity.Sensitivities;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** What {@code vernier sensitivity} prints, for people and for programs. */
final class SensitivityOutput {

    /** Nodes that were not measured are only of interest to programs, but for the next few. */
    private static final int SHOWN_ESTIMATES = 4;

    private SensitivityOutput() {}

    static String text(Path model, Sensitivities found, Style style) {
        long total = totalMacs(found);
        Table table =
                Table.of(
                        Align.LEFT, Align.LEFT, Align.RIGHT, Align.RIGHT, Align.RIGHT, Align.RIGHT);
        table.row("node", "operator", "of MACs", "alone", "all but it", "estimate");
        int estimates = 0;
        int left = 0;
        for (NodeSensitivity node : found.nodes()) {
            if (!node.isMeasured() && ++estimates > SHOWN_ESTIMATES) {
                left++;
                continue;
            }
            table.row(
                    node.node(),
                    node.op(),
                    Figures.percent(total == 0 ? 0 : (double) node.macs() / total),
                    decibel(node.aloneSqnr()),
                    decibel(node.withoutSqnr()),
                    Figures.decibel(node.estimatedSqnr()));
        }
        return style.bold(model.toString())
                + "\n  all in integers: "
                + Figures.decibel(found.all().sqnrDecibel())
                + " at the worst output, on "
                + Figures.count(found.samples(), "sample")
                + ", "
                + Figures.count(found.trials(), "trial")
                + "\n\n"
                + table.render("  ")
                + (left > 0
                        ? "  and "
                                + Figures.count(left, "more node")
                                + ", estimated only (--measure)\n"
                        : "")
                + "\n  alone: only this node in integers; all but it: only this node in float\n";
    }

    static Map<String, Object> json(Path model, Sensitivities found) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("model", model.toString());
        json.put("samples", found.samples());
        json.put("trials", found.trials());
        json.put("all", BudgetJson.reached(found.all()));
        json.put("nodes", nodes(found.nodes()));
        return json;
    }

    private static List<Map<String, Object>> nodes(List<NodeSensitivity> nodes) {
        return nodes.stream().map(SensitivityOutput::node).toList();
    }

    private static Map<String, Object> node(NodeSensitivity node) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", node.node());
        json.put("op", node.op());
        json.put("macs", node.macs());
        json.put("measured", node.isMeasured());
        put(json, "estimatedDecibel", OptionalDouble.of(node.estimatedSqnr()));
        put(json, "aloneDecibel", node.aloneSqnr());
        put(json, "allButItDecibel", node.withoutSqnr());
        return json;
    }

    private static void put(Map<String, Object> json, String name, OptionalDouble decibel) {
        decibel.ifPresent(
                value -> {
                    if (Double.isFinite(value)) {
                        json.put(name, value);
                    }
                });
    }

    private static String decibel(OptionalDouble decibel) {
        return decibel.isPresent() ? Figures.decibel(decibel.getAsDouble()) : "";
    }

    private static long totalMacs(Sensitivities found) {
        return found.nodes().stream().mapToLong(NodeSensitivity::macs).sum();
    }
}
