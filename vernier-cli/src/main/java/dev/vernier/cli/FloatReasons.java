package dev.vernier.cli;

import dev.vernier.cli.text.Table;
import dev.vernier.cli.text.Table.Align;
import dev.vernier.plan.NodeDecision;
import dev.vernier.plan.QuantizationPlan;
import dev.vernier.plan.Reason;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a plan leaves in float: operators by reason. */
final class FloatReasons {

    private static final int SHOWN_REASONS = 8;
    private static final int SHOWN_OPERATORS = 4;

    private final QuantizationPlan plan;

    FloatReasons(QuantizationPlan plan) {
        this.plan = plan;
    }

    String text() {
        Map<Reason, Map<String, Long>> reasons = new TreeMap<>();
        for (NodeDecision decision : plan.nodes()) {
            if (!decision.isInteger() && decision.reason() != Reason.NOT_FLOAT) {
                reasons.computeIfAbsent(decision.reason(), reason -> new TreeMap<>())
                        .merge(decision.op(), 1L, Long::sum);
            }
        }
        if (reasons.isEmpty()) {
            return "  nothing stayed in float\n";
        }
        Table table = Table.of(Align.LEFT, Align.LEFT, Align.LEFT);
        reasons.entrySet().stream()
                .limit(SHOWN_REASONS)
                .forEach(
                        entry ->
                                table.row(
                                        operators(entry.getValue()),
                                        entry.getKey().id(),
                                        entry.getKey().sentence()));
        int more = reasons.size() - SHOWN_REASONS;
        return "  stayed in float:\n"
                + table.render("    ")
                + (more > 0
                        ? "    and "
                                + Figures.count(more, "more reason")
                                + " in the plan (--plan-out)\n"
                        : "");
    }

    private static String operators(Map<String, Long> counts) {
        String shown =
                counts.entrySet().stream()
                        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                        .limit(SHOWN_OPERATORS)
                        .map(entry -> entry.getValue() + " " + entry.getKey())
                        .collect(Collectors.joining(", "));
        return counts.size() > SHOWN_OPERATORS ? shown + ", ..." : shown;
    }
}
