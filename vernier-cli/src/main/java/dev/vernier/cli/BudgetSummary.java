package dev.vernier.cli;

import dev.vernier.cli.text.Style;
import dev.vernier.cli.text.Table;
import dev.vernier.cli.text.Table.Align;
import dev.vernier.sensitivity.BudgetResult;
import dev.vernier.sensitivity.LeftInFloat;
import dev.vernier.sensitivity.Reached;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is printed of a search for nodes to leave in float: what it asked, cost and gained. */
final class BudgetSummary {

    private static final int SHOWN = 8;

    private final BudgetResult result;
    private final long totalMacs;
    private final Style style;

    BudgetSummary(BudgetResult result, long totalMacs, Style style) {
        this.result = result;
        this.totalMacs = totalMacs;
        this.style = style;
    }

    String text() {
        if (!result.isMet()) {
            return style.red(
                            "  not reached: "
                                    + result.budget().text()
                                    + "; closest: "
                                    + figures(result.after())
                                    + " with "
                                    + Figures.count(result.left().size(), "node")
                                    + " back in float, "
                                    + figures(result.before())
                                    + " with none ("
                                    + Figures.count(result.trials(), "trial")
                                    + ")")
                    + "\n"
                    + "  to go on: --effort best, samples more like those of the task, or ask for less\n"
                    + nodes();
        } else if (result.left().isEmpty()) {
            return "  reached: " + result.budget().text() + ", with no node left in float for it\n";
        }
        return "  reached: "
                + result.budget().text()
                + "; "
                + figures(result.before())
                + " before "
                + Figures.count(result.left().size(), "node")
                + " went back to float"
                + dynamic()
                + " ("
                + Figures.count(result.trials(), "trial")
                + ")\n"
                + nodes();
    }

    private String dynamic() {
        long dynamic = result.left().stream().filter(LeftInFloat::dynamic).count();
        return dynamic == 0 ? "" : ", " + dynamic + " of them to integers of a scale a run";
    }

    private String nodes() {
        if (result.left().isEmpty()) {
            return "";
        }
        Table table = Table.of(Align.LEFT, Align.LEFT, Align.RIGHT, Align.LEFT);
        table.row("back in float", "operator", "of all MACs", "in integers it would be");
        result.left().stream().limit(SHOWN).forEach(node -> row(table, node));
        int more = result.left().size() - SHOWN;
        return table.render("    ")
                + (more > 0
                        ? "    and "
                                + Figures.count(more, "more node")
                                + " in the plan (--plan-out)\n"
                        : "");
    }

    private void row(Table table, LeftInFloat node) {
        double share = totalMacs == 0 ? 0 : (double) node.macs() / totalMacs;
        table.row(
                node.node(),
                node.op() + (node.dynamic() ? ", dynamic" : ""),
                Figures.percent(share),
                node.without().map(this::figures).orElse(""));
    }

    /** The figures that the budget asks for. */
    private String figures(Reached reached) {
        List<String> figures = new ArrayList<>();
        if (result.budget().minSqnr().isPresent()) {
            figures.add(Figures.decibel(reached.sqnrDecibel()));
        }
        if (result.budget().minCosine().isPresent()) {
            figures.add(String.format(Locale.ROOT, "cosine %.5f", reached.cosine()));
        }
        if (result.budget().maxDrop().isPresent()) {
            figures.add(
                    reached.score()
                            .map(score -> drop(100 * score.drop()))
                            .orElse("no score, an output is lost"));
        }
        return String.join(", ", figures);
    }

    private static String drop(double points) {
        return String.format(Locale.ROOT, "drop of %.2f points", points + 0.0);
    }
}
