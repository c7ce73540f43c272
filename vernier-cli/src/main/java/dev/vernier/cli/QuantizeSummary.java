package dev.vernier.cli;

import dev.vernier.QuantizationResult;
import dev.vernier.cli.text.Style;
import dev.vernier.cli.text.Table;
import dev.vernier.cli.text.Table.Align;
import dev.vernier.evaluate.Evaluation;
import dev.vernier.evaluate.IntegerShare;
import dev.vernier.evaluate.OutputComparison;
import dev.vernier.improve.Improvement;
import dev.vernier.sensitivity.BudgetResult;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What {@code vernier quantize} prints: what you got, how good it is, what stayed in float and why.
 *
 * <p>At most some 25 lines; the plan has the rest.
 */
final class QuantizeSummary {

    /** In dB: the error then has a tenth of the signal's power. */
    private static final double FAR_OFF = 10;

    private static final int SHOWN_OUTPUTS = 4;
    private static final int SHOWN_OPERATORS = 4;

    private final Path model;
    private final QuantizationResult result;
    private final Evaluation evaluation;
    private final Style style;

    QuantizeSummary(Path model, QuantizationResult result, Style style) {
        this.model = model;
        this.result = result;
        this.evaluation = result.evaluation();
        this.style = style;
    }

    String text() {
        return style.bold(model + " -> " + result.output())
                + "\n"
                + "  for "
                + result.plan().target()
                + result.statistics()
                        .map(seen -> ", calibrated on " + Figures.count(seen.samples(), "sample"))
                        .orElse(", ranges as they were given")
                + ", compared on "
                + Figures.count(evaluation.samples(), "sample")
                + "\n\n"
                + figures()
                + "\n"
                + outputs()
                + "\n"
                + improvements()
                + accuracy()
                + integers()
                + GrownScales.of(result.plan()).line()
                + new FloatReasons(result.plan()).text();
    }

    private String figures() {
        Table table = Table.of(Align.LEFT, Align.RIGHT, Align.RIGHT, Align.LEFT);
        table.row("", "float", "int8", "");
        table.row(
                "size",
                Figures.bytes(evaluation.floatBytes()),
                Figures.bytes(evaluation.quantizedBytes()),
                Figures.times((double) evaluation.floatBytes() / evaluation.quantizedBytes())
                        + " smaller");
        evaluation
                .task()
                .ifPresent(
                        task ->
                                table.row(
                                        task.metric(),
                                        Figures.percent(task.floatScore()),
                                        Figures.percent(task.quantizedScore()),
                                        Double.isNaN(task.agreement())
                                                ? ""
                                                : "same answer on "
                                                        + Figures.percent(task.agreement())
                                                        + " of "
                                                        + Figures.count(task.samples(), "sample")));
        table.row(
                "latency",
                Figures.millis(evaluation.floatMillis()),
                Figures.millis(evaluation.quantizedMillis()),
                speed(evaluation.floatMillis() / evaluation.quantizedMillis()));
        return table.render("  ");
    }

    private static String speed(double ratio) {
        return ratio >= 1
                ? Figures.times(ratio) + " faster, median of a run"
                : Figures.times(1 / ratio) + " slower, median of a run";
    }

    private String outputs() {
        Table table = Table.of(Align.LEFT, Align.RIGHT, Align.RIGHT, Align.RIGHT);
        table.row("output", "SQNR", "cosine", "largest error");
        List<OutputComparison> worstFirst =
                evaluation.outputs().stream()
                        .sorted(Comparator.comparingDouble(OutputComparison::sqnrDecibel))
                        .toList();
        for (OutputComparison output : worstFirst.subList(0, shown(worstFirst, SHOWN_OUTPUTS))) {
            table.row(
                    output.output(),
                    Figures.decibel(output.sqnrDecibel()),
                    String.format(Locale.ROOT, "%.5f", output.cosine()),
                    String.format(Locale.ROOT, "%.4g", output.largestError()));
        }
        return table.render("  ")
                + more(worstFirst.size() - SHOWN_OUTPUTS, "output", "with a higher SQNR")
                + otherShapes()
                + LeftOutElements.lines(evaluation.outputs());
    }

    private String otherShapes() {
        return evaluation.outputs().stream()
                .filter(output -> output.otherShapes() > 0)
                .map(
                        output ->
                                "  "
                                        + output.output()
                                        + " has another shape on "
                                        + Figures.count(output.otherShapes(), "sample")
                                        + ": what one model lacks counts as zero, each sample as lost at"
                                        + " most\n")
                .collect(Collectors.joining());
    }

    /** One line a step that was tried: SQNR on held-out samples without and with it. */
    private String improvements() {
        if (result.improvements().isEmpty()) {
            return "";
        }
        Table table = Table.of(Align.LEFT, Align.RIGHT, Align.LEFT, Align.RIGHT, Align.LEFT);
        table.row("improvement", "SQNR", "", "", "");
        for (Improvement improvement : result.improvements()) {
            table.row(
                    improvement.step(),
                    Figures.decibel(improvement.before()),
                    improvement.after().isPresent() ? "->" : "",
                    improvement.after().map(Figures::decibel).orElse(""),
                    improvement.after().isEmpty()
                            ? "nothing to do"
                            : (improvement.kept() ? "kept, " : "dropped, ") + improvement.detail());
        }
        return table.render("  ") + "\n";
    }

    /** What was left in float for accuracy, and what to do where the outputs are far off. */
    private String accuracy() {
        Optional<BudgetResult> budget = result.budget();
        String searched =
                budget.map(
                                found ->
                                        new BudgetSummary(
                                                        found,
                                                        evaluation.integerShare().total(),
                                                        style)
                                                .text())
                        .orElse("");
        return evaluation.worstSqnr() < FAR_OFF ? searched + farOff(budget) : searched;
    }

    private String farOff(Optional<BudgetResult> budget) {
        String fault =
                "the error is more than a tenth of the signal (below %s)"
                        .formatted(Figures.decibel(FAR_OFF));
        return style.red("  far from the float model: " + fault)
                + "\n  go on with: vernier sensitivity "
                + model
                + (budget.isPresent() ? "" : ", or add --min-sqnr 20")
                + "\n";
    }

    private String integers() {
        IntegerShare share = evaluation.integerShare();
        String line =
                "  "
                        + Figures.percent(share.ofTotal())
                        + " of "
                        + Figures.magnitude(share.total())
                        + " multiply-accumulates run in integers";
        if (share.integer() == share.planned()) {
            return line + ", all that were planned\n";
        }
        return style.red(
                        line
                                + ", fewer than planned: the runtime keeps "
                                + share.notFused().stream()
                                        .limit(SHOWN_OPERATORS)
                                        .collect(Collectors.joining(", "))
                                + " in float")
                + "\n";
    }

    private static String more(int number, String what, String where) {
        return number > 0
                ? "    and " + Figures.count(number, "more " + what) + " " + where + "\n"
                : "";
    }

    private static int shown(List<?> all, int most) {
        return Math.min(all.size(), most);
    }
}
