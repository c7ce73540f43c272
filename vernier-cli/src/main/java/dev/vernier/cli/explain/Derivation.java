package dev.vernier.cli.explain;

import dev.vernier.cli.text.Table;
import dev.vernier.cli.text.Table.Align;
import dev.vernier.numeric.CodeRange;
import dev.vernier.numeric.IntegerType;
import dev.vernier.numeric.QuantizationParameters;
import dev.vernier.numeric.Range;

/** The equations from range to grid, each with its number and with the numbers put in. */
final class Derivation {

    private final Explanation explanation;
    private final Symbols symbols;
    private final IntegerType type;
    private final QuantizationParameters grid;
    private final Range range;
    private final Table table = Table.of(Align.LEFT, Align.LEFT, Align.LEFT);

    private Derivation(Explanation explanation, Symbols symbols) {
        this.explanation = explanation;
        this.symbols = symbols;
        this.type = explanation.grid().type();
        this.grid = explanation.grid();
        this.range = explanation.range();
    }

    static String of(Explanation explanation, Symbols symbols) {
        Derivation derivation = new Derivation(explanation, symbols);
        derivation.range();
        if (explanation.scheme().isSymmetric()) {
            derivation.symmetric();
        } else {
            derivation.affine();
        }
        derivation.grid();
        return derivation.table.render("  ");
    }

    private void range() {
        float min = explanation.askedMin();
        float max = explanation.askedMax();
        String extended = "";
        if (range.min() != min) {
            extended = ", " + symbols.beta() + " = min(" + Numbers.text(min) + ", 0) = 0";
        } else if (range.max() != max) {
            extended = ", " + symbols.alpha() + " = max(" + Numbers.text(max) + ", 0) = 0";
        }
        String ends = "[" + Numbers.text(min) + ", " + Numbers.text(max) + "]";
        String contains = extended.isEmpty() ? "contains zero" : "must contain zero";
        table.row("(1)", "range", ends + " " + contains + extended);
    }

    private void affine() {
        boolean narrow = grid.codeRange() == CodeRange.NARROW;
        String count = narrow ? "2^b - 2" : "2^b - 1";
        int minus = narrow ? 2 : 1;
        int partitions = explanation.scheme().partitions();
        table.row(
                "(7)",
                "partitions",
                count + " = 2^" + type.bits() + " - " + minus + " = " + partitions);
        if (isDegenerate()) {
            degenerate();
            return;
        }
        table.row(
                "(2)",
                "scale",
                "s = (%s - %s) / (%s) = (%s - %s) / %d = %s"
                        .formatted(
                                symbols.alpha(),
                                symbols.beta(),
                                count,
                                Numbers.text(range.max()),
                                Numbers.operand(range.min()),
                                partitions,
                                Numbers.text(grid.scale())));
        double quotient = range.min() / (range.width() / partitions);
        String first = firstCode(narrow);
        String division = "round(" + symbols.beta() + " / s)";
        table.row(
                "(3)",
                "zero point",
                "z = %s = %s = %d"
                        .formatted(
                                first + "-" + (first.isEmpty() ? "" : " ") + division,
                                (grid.minCode() == 0 ? "-" : grid.minCode() + " - ")
                                        + "round("
                                        + Numbers.text(quotient)
                                        + ")",
                                grid.zeroPoint()));
    }

    /** The first code as a formula with a blank behind it; nothing for zero. */
    private String firstCode(boolean narrow) {
        if (narrow) {
            return type.signed() ? "-2^(b-1) + 1 " : "1 ";
        }
        return type.signed() ? "-2^(b-1) " : "";
    }

    private void symmetric() {
        int half = explanation.scheme().partitions() / 2;
        table.row(
                "(7)",
                "partitions",
                "2^b - 2 = 2^" + type.bits() + " - 2 = " + explanation.scheme().partitions());
        if (isDegenerate()) {
            degenerate();
            return;
        }
        table.row(
                "(6)",
                "scale",
                "%s = max(|%s|, |%s|) = %s,  s = %s / (2^(b-1) - 1) = %s / %d = %s"
                        .formatted(
                                symbols.alpha(),
                                Numbers.text(range.min()),
                                Numbers.text(range.max()),
                                Numbers.text(range.largestMagnitude()),
                                symbols.alpha(),
                                Numbers.text(range.largestMagnitude()),
                                half,
                                Numbers.text(grid.scale())));
        table.row(
                "(6)",
                "zero point",
                type.signed()
                        ? "z = 0"
                        : "z = 2^(b-1) = " + grid.zeroPoint() + ", the middle of the codes");
    }

    /** Equations (2), (3) and (6) have no answer: see docs/equations.md, degenerate input. */
    private boolean isDegenerate() {
        return explanation.span().width() / explanation.scheme().partitions() < Float.MIN_NORMAL;
    }

    private void degenerate() {
        table.row("", "scale", "s = 1, because the range has no width to divide");
        table.row("", "zero point", "z = " + grid.zeroPoint());
    }

    private void grid() {
        String scale = Numbers.text(grid.scale());
        String offset = Numbers.plus(-grid.zeroPoint());
        table.row(
                explanation.scheme().isSymmetric() ? "(6)" : "(4)",
                "quantize",
                "x_q = clamp(round(x / %s)%s, %d, %d)"
                        .formatted(
                                scale,
                                Numbers.plus(grid.zeroPoint()),
                                grid.minCode(),
                                grid.maxCode()));
        table.row(
                "(5)",
                "dequantize",
                "%s = %s %s %s"
                        .formatted(
                                symbols.hat(),
                                offset.isEmpty() ? "x_q" : "(x_q" + offset + ")",
                                symbols.times(),
                                scale));
    }
}
