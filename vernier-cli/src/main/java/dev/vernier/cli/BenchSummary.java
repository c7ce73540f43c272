package dev.vernier.cli;

import dev.vernier.cli.bench.Measurement;
import dev.vernier.cli.text.Style;
import dev.vernier.cli.text.Table;
import dev.vernier.cli.text.Table.Align;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What {@code vernier bench} says: a row a model, then where the time goes.
 *
 * @param measured a model each, the first being the one the others are set against
 * @param threads of each model
 * @param batch samples of one run
 * @param operators how many of them to show
 */
record BenchSummary(List<Measurement> measured, int threads, int batch, int operators) {

    private static final double MEDIAN = 0.5;
    private static final double NINETY = 0.9;

    String text(Style style) {
        Measurement first = measured.get(0);
        Table table =
                Table.of(
                        Align.LEFT,
                        Align.RIGHT,
                        Align.RIGHT,
                        Align.RIGHT,
                        Align.RIGHT,
                        Align.RIGHT,
                        Align.LEFT);
        table.row("model", "size", "p50", "p90", "samples/s", "memory", "");
        for (int i = 0; i < measured.size(); i++) {
            Measurement each = measured.get(i);
            table.row(
                    each.model().toString(),
                    Figures.bytes(each.bytes()),
                    Figures.millis(each.times().percentileMillis(MEDIAN)),
                    Figures.millis(each.times().percentileMillis(NINETY)),
                    String.format(Locale.ROOT, "%.1f", samplesPerSecond(each)),
                    each.peakMemory().isPresent()
                            ? Figures.bytes(each.peakMemory().getAsLong())
                            : "unknown",
                    i == 0 ? "" : against(first, each));
        }
        return style.bold(
                        "%s of %s, %s, %s each, in turns"
                                .formatted(
                                        Figures.count(measured.size(), "model"),
                                        Figures.count(first.times().runs(), "run"),
                                        Figures.count(threads, "thread"),
                                        Figures.count(batch, "sample")))
                + "\n\n"
                + table.render("  ")
                + operatorTable();
    }

    private double samplesPerSecond(Measurement each) {
        return each.times().perSecond() * batch;
    }

    private static String against(Measurement first, Measurement each) {
        double ratio =
                first.times().percentileMillis(MEDIAN) / each.times().percentileMillis(MEDIAN);
        return ratio >= 1 ? Figures.times(ratio) + " faster" : Figures.times(1 / ratio) + " slower";
    }

    /** Milliseconds of one run by operator, of all models beside one another. */
    private String operatorTable() {
        if (operators == 0) {
            return "";
        }
        List<Align> alignment = new ArrayList<>(List.of(Align.LEFT));
        List<String> heads = new ArrayList<>(List.of("operator"));
        for (Measurement each : measured) {
            alignment.add(Align.RIGHT);
            heads.add(String.valueOf(each.model().getFileName()));
        }
        Table table = Table.of(alignment.toArray(Align[]::new));
        table.row(heads.toArray(String[]::new));
        List<String> longest = longestFirst();
        longest.stream().limit(operators).forEach(operator -> table.row(cells(operator)));
        int more = longest.size() - operators;
        return "\n  where the time of one run goes, as ONNX Runtime profiles it:\n"
                + table.render("  ")
                + (more > 0 ? "  and " + Figures.count(more, "more operator") + "\n" : "");
    }

    private String[] cells(String operator) {
        List<String> cells = new ArrayList<>(List.of(operator));
        for (Measurement each : measured) {
            Double millis = each.operators().get(operator);
            cells.add(millis == null ? "" : String.format(Locale.ROOT, "%.3f ms", millis));
        }
        return cells.toArray(String[]::new);
    }

    private List<String> longestFirst() {
        Set<String> names = new LinkedHashSet<>();
        measured.forEach(each -> names.addAll(each.operators().keySet()));
        return names.stream().sorted(Comparator.comparingDouble(this::longest).reversed()).toList();
    }

    private double longest(String operator) {
        return measured.stream()
                .mapToDouble(each -> each.operators().getOrDefault(operator, 0.0))
                .max()
                .orElse(0);
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("threads", threads);
        json.put("batch", batch);
        json.put("models", measured.stream().map(this::json).toList());
        return json;
    }

    private Map<String, Object> json(Measurement each) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("model", each.model().toString());
        json.put("bytes", each.bytes());
        json.put("runs", each.times().runs());
        json.put("p50Millis", each.times().percentileMillis(MEDIAN));
        json.put("p90Millis", each.times().percentileMillis(NINETY));
        json.put("samplesPerSecond", samplesPerSecond(each));
        each.peakMemory().ifPresent(bytes -> json.put("peakMemoryBytes", bytes));
        json.put("operatorMillis", each.operators());
        return json;
    }
}
