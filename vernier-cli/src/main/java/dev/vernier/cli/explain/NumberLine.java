package dev.vernier.cli.explain;

import dev.vernier.numeric.QuantizationParameters;
import dev.vernier.numeric.Range;

/**
 * The number line in characters: the range, the values, and below them the grid with the real
 * number and the code of its points.
 */
final class NumberLine {

    private static final String INDENT = "  ";
    private static final int NAMES = 7;
    private static final int LABEL_DIGITS = 4;
    private static final double REACH = 0.1;

    private final Explanation explanation;
    private final QuantizationParameters grid;
    private final Symbols symbols;
    private final Axis axis;
    private final int width;
    private final double columnsPerStep;

    private NumberLine(Explanation explanation, Symbols symbols, int columns) {
        this.explanation = explanation;
        this.grid = explanation.grid();
        this.symbols = symbols;
        this.axis = Axis.of(explanation, REACH);
        int available = columns - NAMES - 2 * INDENT.length();
        double steps = (axis.max() - axis.min()) / grid.scale();
        double perStep = (available - 1) / steps;
        this.columnsPerStep = perStep < 2 ? perStep : Math.floor(perStep); // even gaps
        this.width = (int) (columnsPerStep * steps) + 1;
    }

    /** The drawing, at most {@code columns} wide. */
    static String of(Explanation explanation, Symbols symbols, int columns) {
        NumberLine line = new NumberLine(explanation, symbols, columns);
        Canvas reals = line.canvas();
        Canvas codes = line.canvas();
        line.nameGridPoints(reals, codes);
        return row("", line.rangeEnds())
                + row("range", line.range())
                + row("x", line.values())
                + row("", line.gridPoints())
                + row(symbols.hat(), reals)
                + row("x_q", codes);
    }

    private static String row(String name, Canvas canvas) {
        String mark = name.replaceAll("\\p{M}", "");
        String text = INDENT + name + " ".repeat(NAMES - mark.length()) + canvas;
        return text.stripTrailing() + "\n";
    }

    private Canvas canvas() {
        return new Canvas(width);
    }

    private int column(double value) {
        double fromZero = value / grid.scale() * columnsPerStep;
        double zero = Math.floor(-axis.min() / grid.scale() * columnsPerStep);
        return (int) (zero + Math.rint(fromZero));
    }

    private Canvas rangeEnds() {
        Range range = explanation.span();
        Canvas canvas = canvas();
        canvas.label(column(range.min()), Numbers.text(range.min()));
        canvas.label(column(range.max()), Numbers.text(range.max()));
        return canvas;
    }

    private Canvas range() {
        int from = column(explanation.span().min());
        int to = column(explanation.span().max());
        return canvas().fill(from, to, symbols.line())
                .put(from, symbols.left())
                .put(to, symbols.right());
    }

    private Canvas values() {
        Canvas canvas = canvas();
        for (ExplainedValue value : explanation.values()) {
            if (axis.shows(value.value())) {
                canvas.put(
                        column(value.value()),
                        value.isClipped() ? symbols.clipped() : symbols.value());
            } else {
                boolean left = value.value() < 0;
                canvas.put(
                        left ? 0 : width - 1, left ? symbols.beyondLeft() : symbols.beyondRight());
            }
        }
        return canvas;
    }

    /** All of them, or where they are closer than two columns every second, fourth and so on. */
    private Canvas gridPoints() {
        Canvas canvas = canvas().fill(0, width - 1, symbols.line());
        int step = axis.stepFor(grid, 2.0 / (width - 1));
        for (int code : Axis.everyStep(grid, step)) {
            canvas.put(column(grid.dequantize(code)), symbols.tick());
        }
        canvas.put(column(grid.dequantize(grid.minCode())), symbols.tick());
        canvas.put(column(grid.dequantize(grid.maxCode())), symbols.tick());
        return canvas.put(column(0), symbols.zero());
    }

    private void nameGridPoints(Canvas reals, Canvas codes) {
        for (int code : Axis.codesByImportance(grid, width / 4)) {
            double real = grid.dequantize(code);
            if (reals.label(column(real), Numbers.text(real, LABEL_DIGITS))) {
                codes.label(column(real), Integer.toString(code));
            }
        }
    }
}
