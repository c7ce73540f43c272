package dev.vernier.cli;

import dev.vernier.cli.text.Style;
import dev.vernier.cli.text.Table;
import dev.vernier.cli.text.Table.Align;
import dev.vernier.collect.RangeHints;
import dev.vernier.statistics.Extremes;
import dev.vernier.statistics.Peculiarity;
import dev.vernier.statistics.Spread;
import dev.vernier.statistics.StatisticsFile;
import dev.vernier.statistics.TensorStatistics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code vernier inspect} tells of a statistics file: the range of each tensor, which samples
 * set the ends, and what is to be looked at.
 *
 * @param file its path
 * @param statistics what is in it
 */
record StatisticsInventory(Path file, StatisticsFile statistics) implements Inventory {

    private static final double LOW = 0.001;
    private static final double MIDDLE = 0.5;
    private static final double HIGH = 0.999;

    private static final int SAMPLES_SHOWN = 5;

    @Override
    public String text(Style style) {
        Table table =
                Table.of(
                        Align.LEFT,
                        Align.RIGHT,
                        Align.RIGHT,
                        Align.RIGHT,
                        Align.RIGHT,
                        Align.RIGHT,
                        Align.RIGHT,
                        Align.LEFT);
        table.row("tensor", "min", "0.1 %", "median", "99.9 %", "max", "zeros", "");
        statistics.tensors().forEach((name, tensor) -> table.row(row(name, tensor)));
        return "%s\n  %s of model %s\n\n%s%s%s"
                .formatted(
                        style.bold(file.toString()),
                        Figures.count(statistics.samples(), "sample"),
                        statistics.model(),
                        table.render("  "),
                        samples(),
                        hints());
    }

    private static String[] row(String name, TensorStatistics tensor) {
        if (tensor.extremes().isEmpty()) {
            return new String[] {name, "-", "-", "-", "-", "-", "-", remarks(tensor)};
        }
        Extremes ends = tensor.extremes().get();
        Spread spread = new Spread(tensor);
        return new String[] {
            name,
            Figures.significant(ends.min()),
            Figures.significant(spread.quantile(LOW)),
            Figures.significant(spread.quantile(MIDDLE)),
            Figures.significant(spread.quantile(HIGH)),
            Figures.significant(ends.max()),
            Figures.percent((double) tensor.zeros() / tensor.count()),
            remarks(tensor)
        };
    }

    static String remarks(TensorStatistics tensor) {
        List<String> remarks = new ArrayList<>();
        Peculiarity.of(tensor).forEach(peculiarity -> remarks.add(peculiarity.id()));
        if (tensor.nonFinite().total() > 0) {
            remarks.add(
                    "%d NaN, %d infinite, as in %s"
                            .formatted(
                                    tensor.nonFinite().nan(),
                                    tensor.nonFinite().positiveInfinity()
                                            + tensor.nonFinite().negativeInfinity(),
                                    tensor.nonFinite().sample().orElse("")));
        }
        return String.join("; ", remarks);
    }

    /** The samples that set the most ends of ranges. */
    private String samples() {
        List<Map.Entry<String, Integer>> most =
                RangeHints.endsBySample(statistics).entrySet().stream()
                        .sorted(
                                Map.Entry.<String, Integer>comparingByValue(
                                                Comparator.reverseOrder())
                                        .thenComparing(Map.Entry.comparingByKey()))
                        .limit(SAMPLES_SHOWN)
                        .toList();
        if (most.isEmpty()) {
            return "";
        }
        Table table = Table.of(Align.LEFT, Align.RIGHT);
        table.row("sample", "sets ends of ranges");
        most.forEach(sample -> table.row(sample.getKey(), sample.getValue().toString()));
        return "\n" + table.render("  ");
    }

    private String hints() {
        StringBuilder hints = new StringBuilder();
        RangeHints.of(statistics).forEach(hint -> hints.append("  ").append(hint).append('\n'));
        return hints.isEmpty() ? "" : "\n" + hints;
    }

    @Override
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("statistics", file.toString());
        json.put("modelSha256", statistics.model().sha256());
        json.put("samples", statistics.samples());
        Map<String, Object> tensors = new LinkedHashMap<>();
        statistics.tensors().forEach((name, tensor) -> tensors.put(name, json(tensor)));
        json.put("tensors", tensors);
        json.put("endsBySample", RangeHints.endsBySample(statistics));
        json.put("hints", RangeHints.of(statistics));
        return json;
    }

    static Map<String, Object> json(TensorStatistics tensor) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("values", tensor.count());
        json.put("zeros", tensor.zeros());
        json.put("samples", tensor.samples());
        json.put("nan", tensor.nonFinite().nan());
        json.put("positiveInfinity", tensor.nonFinite().positiveInfinity());
        json.put("negativeInfinity", tensor.nonFinite().negativeInfinity());
        tensor.nonFinite().sample().ifPresent(name -> json.put("nonFiniteSample", name));
        if (tensor.extremes().isPresent()) {
            Extremes ends = tensor.extremes().get();
            Spread spread = new Spread(tensor);
            json.put("min", ends.min());
            json.put("minSample", ends.minSample());
            json.put("max", ends.max());
            json.put("maxSample", ends.maxSample());
            json.put("percentile0.1", spread.quantile(LOW));
            json.put("percentile50", spread.quantile(MIDDLE));
            json.put("percentile99.9", spread.quantile(HIGH));
        }
        json.put("remarks", Peculiarity.of(tensor).stream().map(Peculiarity::id).toList());
        return json;
    }
}
