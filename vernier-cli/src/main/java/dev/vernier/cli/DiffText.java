package dev.vernier.cli;

import dev.vernier.cli.text.Table;
import dev.vernier.cli.text.Table.Align;
import dev.vernier.diff.Difference;
import dev.vernier.diff.Difference.Placement;
import dev.vernier.diff.Difference.Text;
import dev.vernier.diff.Difference.Weight;
import java.util.List;
import java.util.Locale;

/** What {@code vernier diff} prints: a table for each kind of thing that differs. */
final class DiffText {

    private static final int SHOWN = 10;

    private final Difference difference;
    private final boolean all;

    DiffText(Difference difference, boolean all) {
        this.difference = difference;
        this.all = all;
    }

    String text() {
        return difference.isEmpty()
                ? "  nothing differs\n"
                : placement() + scales() + weights() + facts();
    }

    private String placement() {
        Table table = Table.of(Align.LEFT, Align.LEFT, Align.LEFT, Align.LEFT);
        table.row("node", "op", "first", "second");
        for (Placement node : shown(difference.placement())) {
            table.row(node.node(), node.op(), node.first(), node.second());
        }
        return section(difference.placement(), difference.nodes(), "node", "run otherwise", table);
    }

    private String scales() {
        return section(
                difference.scales(),
                difference.values(),
                "value",
                "have another range or scale",
                table("value", difference.scales()));
    }

    private String weights() {
        Table table =
                Table.of(Align.LEFT, Align.LEFT, Align.LEFT, Align.RIGHT, Align.RIGHT, Align.RIGHT);
        table.row("constant", "first", "second", "scales", "values", "largest change");
        for (Weight weight : shown(difference.weights())) {
            table.row(
                    weight.tensor(),
                    weight.first(),
                    weight.second(),
                    weight.scales() == 0 ? "" : String.valueOf(weight.scales()),
                    weight.changed() == 0 ? "" : weight.changed() + " of " + weight.elements(),
                    weight.changed() == 0
                            ? ""
                            : String.format(Locale.ROOT, "%.3g", weight.largest()));
        }
        return section(difference.weights(), difference.constants(), "constant", "differ", table);
    }

    private String facts() {
        return difference.facts().isEmpty()
                ? ""
                : "\n  metadata\n" + table("key", difference.facts()).render("    ");
    }

    private Table table(String what, List<Text> texts) {
        Table table = Table.of(Align.LEFT, Align.LEFT, Align.LEFT);
        table.row(what, "first", "second");
        shown(texts).forEach(text -> table.row(text.name(), text.first(), text.second()));
        return table;
    }

    private String section(List<?> differing, int of, String what, String how, Table table) {
        if (differing.isEmpty()) {
            return "";
        }
        int more = differing.size() - shown(differing).size();
        return "\n  %d of %s %s\n%s%s"
                .formatted(
                        differing.size(),
                        Figures.count(of, what),
                        how,
                        table.render("    "),
                        more == 0 ? "" : "    and " + more + " more (--all)\n");
    }

    private <T> List<T> shown(List<T> rows) {
        return all ? rows : rows.subList(0, Math.min(rows.size(), SHOWN));
    }
}
