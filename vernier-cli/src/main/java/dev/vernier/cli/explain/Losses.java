package dev.vernier.cli.explain;

import dev.vernier.cli.text.Table;
import dev.vernier.cli.text.Table.Align;
import dev.vernier.numeric.ErrorMeasures;
import dev.vernier.numeric.QuantizationParameters;
import dev.vernier.numeric.Range;
import java.util.function.Predicate;

/** What does not survive quantization: by rounding, by clipping, and by codes never used. */
final class Losses {

    private final Explanation explanation;
    private final QuantizationParameters grid;
    private final Symbols symbols;
    private final Table table = Table.of(Align.LEFT, Align.LEFT);

    private Losses(Explanation explanation, Symbols symbols) {
        this.explanation = explanation;
        this.grid = explanation.grid();
        this.symbols = symbols;
    }

    static String of(Explanation explanation, Symbols symbols) {
        Losses losses = new Losses(explanation, symbols);
        losses.rounding();
        losses.clipping();
        losses.ends();
        losses.codes();
        losses.ratio();
        return losses.table.render("  ");
    }

    private void rounding() {
        long exact = count(ExplainedValue::isExact);
        long rounded = count(Losses::isRounded);
        String most = "at most s / 2 = " + loss(grid.scale() / 2.0) + " (9)";
        table.row(
                "rounding",
                explanation
                        .worst(Losses::isRounded)
                        .map(worst -> values(rounded) + ", by " + most + ", here " + at(worst))
                        .orElse("none; it would be " + most));
        table.row("exact", values(exact));
    }

    private static boolean isRounded(ExplainedValue value) {
        return !value.isClipped() && !value.isExact();
    }

    private void clipping() {
        Range ends = grid.representable();
        String clipped = values(count(ExplainedValue::isClipped));
        String grid = "[" + Numbers.text(ends.min()) + ", " + Numbers.text(ends.max()) + "]";
        table.row(
                "clipping",
                explanation
                        .worst(ExplainedValue::isClipped)
                        .map(worst -> clipped + ", to the ends of " + grid + ", by " + at(worst))
                        .orElse("none"));
    }

    private long count(Predicate<ExplainedValue> which) {
        return explanation.values().stream().filter(which).count();
    }

    private static String values(long count) {
        return count == 1 ? "1 value" : count + " values";
    }

    private static String at(ExplainedValue value) {
        return loss(Math.abs(value.error())) + " at x = " + Numbers.text(value.value());
    }

    /** To five digits: the next ones show how float32 rounds, not what quantization costs. */
    private static String loss(double value) {
        return Numbers.text(value, 5);
    }

    /** Zero has to be a grid point, so the grid as a whole may stand off the range. */
    private void ends() {
        Range range = explanation.span();
        float min = grid.fakeQuantize(range.min());
        float max = grid.fakeQuantize(range.max());
        if (Math.abs(min - range.min()) + Math.abs(max - range.max()) > grid.scale() / 1e4) {
            table.row(
                    "the ends",
                    "%s comes back as %s, %s as %s, so that zero is exact (8)"
                            .formatted(
                                    symbols.beta(),
                                    Numbers.text(min),
                                    symbols.alpha(),
                                    Numbers.text(max)));
        }
    }

    private void codes() {
        Range range = explanation.range();
        int used = grid.quantize(range.max()) - grid.quantize(range.min()) + 1;
        int codes = grid.maxCode() - grid.minCode() + 1;
        String numbers = "[" + Numbers.text(range.min()) + ", " + Numbers.text(range.max()) + "]";
        if (used < codes) {
            table.row("codes", used + " of " + codes + " are enough for " + numbers);
        }
        if (grid.minCode() > grid.type().min()) {
            table.row("left out", "the code " + grid.type().min() + ", which has no mirror (7)");
        }
    }

    private void ratio() {
        ErrorMeasures errors = explanation.errors();
        double decibels = errors.signalToNoise();
        table.row(
                "in all",
                Double.isFinite(decibels)
                        ? "SQNR " + Numbers.text(decibels, 3) + " dB over these values (12)"
                        : "nothing: every value came back exactly");
    }
}
