package dev.vernier.cli;

import dev.vernier.cli.text.Style;
import dev.vernier.cli.text.Table;
import dev.vernier.cli.text.Table.Align;
import dev.vernier.evaluate.ModelComparison;
import dev.vernier.evaluate.OutputComparison;
import dev.vernier.evaluate.TensorComparison;
import dev.vernier.numeric.ErrorMeasures;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What {@code vernier compare} prints: outputs, answers, and the values that lose most. */
final class CompareSummary {

    private static final int SHOWN_OUTPUTS = 8;
    private static final int SHOWN_UNMATCHED = 4;

    /** What is above differs by the rounding of floats only: another order of a sum. */
    private static final double FLOAT_ROUNDING_DECIBEL = 100;

    private final Path floatModel;
    private final Path quantizedModel;
    private final ModelComparison comparison;
    private final List<Gates.Outcome> gates;
    private final int worst;
    private final Style style;

    CompareSummary(
            Path floatModel,
            Path quantizedModel,
            ModelComparison comparison,
            List<Gates.Outcome> gates,
            int worst,
            Style style) {
        this.floatModel = floatModel;
        this.quantizedModel = quantizedModel;
        this.comparison = comparison;
        this.gates = gates;
        this.worst = worst;
        this.style = style;
    }

    String text() {
        return style.bold(quantizedModel + " against " + floatModel)
                + "\n  on "
                + Figures.count(comparison.samples(), "sample")
                + ", "
                + Figures.bytes(comparison.floatBytes())
                + " -> "
                + Figures.bytes(comparison.quantizedBytes())
                + "\n\n"
                + outputs()
                + answers()
                + tensors()
                + unmatched()
                + gates();
    }

    private String outputs() {
        Table table = Table.of(Align.LEFT, Align.RIGHT, Align.RIGHT, Align.RIGHT);
        table.row("output", "SQNR", "cosine", "largest error");
        comparison.outputs().stream()
                .sorted(Comparator.comparingDouble(OutputComparison::sqnrDecibel))
                .limit(SHOWN_OUTPUTS)
                .forEach(
                        output ->
                                table.row(
                                        output.output(),
                                        Figures.decibel(output.sqnrDecibel()),
                                        cosine(output.cosine()),
                                        Figures.plain(output.largestError())));
        int more = comparison.outputs().size() - SHOWN_OUTPUTS;
        return table.render("  ")
                + otherShapes()
                + LeftOutElements.lines(comparison.outputs())
                + (more > 0
                        ? "  and " + more + " more with a higher SQNR (--json has them)\n"
                        : "");
    }

    private String otherShapes() {
        return comparison.outputs().stream()
                .filter(output -> output.otherShapes() > 0)
                .map(
                        output ->
                                "  '%s' has another shape in %s; what one of the two lacks counts as"
                                                .formatted(
                                                        output.output(),
                                                        Figures.count(
                                                                output.otherShapes(), "sample"))
                                        + " zero, each sample as lost at most\n")
                .collect(Collectors.joining());
    }

    private String answers() {
        StringBuilder text = new StringBuilder();
        comparison
                .task()
                .ifPresent(
                        task ->
                                text.append("\n  ")
                                        .append(task.metric())
                                        .append(' ')
                                        .append(Figures.percent(task.floatScore()))
                                        .append(" -> ")
                                        .append(Figures.percent(task.quantizedScore()))
                                        .append('\n'));
        comparison
                .agreement()
                .ifPresent(
                        rows ->
                                text.append(
                                        "\n  largest element of '%s': the same in %s of %s, among the first five in %s\n"
                                                .formatted(
                                                        rows.output(),
                                                        Figures.percent(rows.top1()),
                                                        Figures.count(rows.rows(), "row"),
                                                        Figures.percent(rows.top5()))));
        return text.toString();
    }

    private String tensors() {
        List<TensorComparison> lowest =
                comparison.tensors().stream()
                        .filter(t -> t.local().map(CompareSummary::isLossy).orElse(false))
                        .sorted(Comparator.comparingDouble(CompareSummary::localSqnr))
                        .limit(worst)
                        .toList();
        if (lowest.isEmpty()) {
            return "";
        }
        Table table =
                Table.of(
                        Align.LEFT, Align.LEFT, Align.RIGHT, Align.RIGHT, Align.RIGHT, Align.RIGHT);
        table.row("value", "op", "local", "accumulated", "cosine", "largest error");
        for (TensorComparison tensor : lowest) {
            table.row(
                    tensor.tensor(),
                    tensor.op(),
                    Figures.decibel(localSqnr(tensor)),
                    Figures.decibel(tensor.accumulated().signalToNoise()),
                    cosine(tensor.accumulated().cosine()),
                    Figures.plain(tensor.accumulated().largestError()));
        }
        return "\n  lowest SQNR of a value by itself (local), and with all errors before it"
                + " (accumulated):\n"
                + table.render("  ");
    }

    private static boolean isLossy(ErrorMeasures measures) {
        return measures.signalToNoise() < FLOAT_ROUNDING_DECIBEL;
    }

    private static double localSqnr(TensorComparison tensor) {
        return tensor.local().map(ErrorMeasures::signalToNoise).orElse(Double.POSITIVE_INFINITY);
    }

    private String unmatched() {
        if (comparison.tensors().isEmpty()) {
            return "";
        }
        List<String> missing = comparison.unmatched();
        String line =
                "\n  %d of %d values found again in the quantized model"
                        .formatted(
                                comparison.tensors().size(),
                                comparison.tensors().size() + missing.size());
        if (missing.isEmpty()) {
            return line + "\n";
        }
        return line
                + "; folded or fused away: "
                + missing.stream().limit(SHOWN_UNMATCHED).collect(Collectors.joining(", "))
                + (missing.size() > SHOWN_UNMATCHED ? ", ...\n" : "\n");
    }

    private String gates() {
        StringBuilder text = new StringBuilder();
        for (Gates.Outcome outcome : gates) {
            text.append(text.isEmpty() ? "\n" : "")
                    .append(outcome.kept() ? style.green("  passed  ") : style.red("  FAILED  "))
                    .append(outcome.sentence())
                    .append('\n');
        }
        return text.toString();
    }

    private static String cosine(double cosine) {
        return String.format(Locale.ROOT, "%.5f", cosine);
    }
}
