package dev.vernier.cli;

import dev.vernier.cli.text.Style;
import dev.vernier.cli.text.Table;
import dev.vernier.cli.text.Table.Align;
import dev.vernier.exchange.CalibrationTable;
import dev.vernier.exchange.TableFormat;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What {@code vernier inspect} tells of a calibration table.
 *
 * @param file its path
 * @param format which tool's it is
 * @param table what is in it
 */
record TableInventory(Path file, TableFormat format, CalibrationTable table) implements Inventory {

    @Override
    public String text(Style style) {
        Table ranges = Table.of(Align.LEFT, Align.RIGHT, Align.RIGHT);
        ranges.row("tensor", "min", "max");
        table.ranges()
                .forEach(
                        (name, range) ->
                                ranges.row(
                                        name,
                                        Figures.significant(range.min()),
                                        Figures.significant(range.max())));
        return "%s\n  %s of %s\n\n%s"
                .formatted(
                        style.bold(file.toString()),
                        Figures.count(table.ranges().size(), "range"),
                        name(),
                        ranges.render("  "));
    }

    private String name() {
        return format.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    @Override
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("table", file.toString());
        json.put("format", name());
        Map<String, Object> ranges = new LinkedHashMap<>();
        table.ranges()
                .forEach((name, range) -> ranges.put(name, List.of(range.min(), range.max())));
        json.put("ranges", ranges);
        return json;
    }
}
