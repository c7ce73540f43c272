package dev.vernier.cli;

import dev.vernier.cli.text.Style;
import dev.vernier.cli.text.Table;
import dev.vernier.cli.text.Table.Align;
import dev.vernier.statistics.Extremes;
import dev.vernier.statistics.Spread;
import dev.vernier.statistics.TensorStatistics;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What {@code vernier inspect --tensor} tells of one tensor of a statistics file.
 *
 * @param name of the tensor
 * @param tensor what was seen of it
 * @param unicode whether the reader sees more than ASCII
 */
record TensorInventory(String name, TensorStatistics tensor, boolean unicode) implements Inventory {

    private static final double[] PERCENTS = {0.01, 0.1, 1, 10, 50, 90, 99, 99.9, 99.99};

    @Override
    public String text(Style style) {
        StringBuilder text = new StringBuilder(style.bold(name)).append('\n');
        String remarks = StatisticsInventory.remarks(tensor);
        if (!remarks.isEmpty()) {
            text.append("  ").append(remarks).append('\n');
        }
        if (tensor.extremes().isEmpty()) {
            return text.append("  no finite value\n").toString();
        }
        return text.append("  ")
                .append(Figures.count(tensor.count(), "value"))
                .append(" of ")
                .append(Figures.count(tensor.samples(), "sample"))
                .append("\n\n")
                .append(percentiles())
                .append('\n')
                .append(TensorHistogram.of(tensor, unicode))
                .toString();
    }

    private String percentiles() {
        Extremes ends = tensor.extremes().orElseThrow();
        Spread spread = new Spread(tensor);
        Table table = Table.of(Align.LEFT, Align.RIGHT, Align.LEFT);
        table.row("min", Figures.significant(ends.min()), "in " + ends.minSample());
        for (double percent : PERCENTS) {
            table.row(percent(percent), Figures.significant(spread.quantile(percent / 100)), "");
        }
        table.row("max", Figures.significant(ends.max()), "in " + ends.maxSample());
        return table.render("  ");
    }

    private static String percent(double percent) {
        String number = Double.toString(percent);
        return (number.endsWith(".0") ? number.substring(0, number.length() - 2) : number) + " %";
    }

    @Override
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("tensor", name);
        json.putAll(StatisticsInventory.json(tensor));
        if (tensor.extremes().isPresent()) {
            json.put("histogram", TensorHistogram.json(tensor));
        }
        return json;
    }
}
