package dev.vernier.cli.explain;

import dev.vernier.cli.explain.SvgCanvas.Anchor;
import dev.vernier.numeric.QuantizationParameters;
import dev.vernier.numeric.Range;
import java.util.ArrayList;
import java.util.List;

/**
 * An explanation as a picture: the real number line above, divided into the stretches that share a
 * code; the grid below; and every value on its way from one to the other.
 *
 * <p>Brings its own background, so it reads on light and dark pages. The same input gives the same
 * bytes.
 */
public final class ExplanationSvg {

    private static final int WIDTH = 960;
    private static final int HEIGHT = 400;
    private static final int LEFT = 96;
    private static final int RIGHT = 928;

    private static final int RANGE_Y = 112;
    private static final int VALUE_LABEL_Y = 142;
    private static final int REAL_Y = 166;
    private static final int GRID_Y = 276;
    private static final int CODE_Y = 312;
    private static final int LEGEND_Y = 372;
    private static final int HALF_CELL = 11;

    private static final double DIGIT_WIDTH = 7.4;
    private static final int LABEL_DIGITS = 4;
    private static final double REACH = 0.4;
    private static final double CLOSEST_TICKS = 4;

    private static final String STYLE =
            """
            text { font: 13px ui-sans-serif, system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif; fill: #1f2328 }
            .paper { fill: #ffffff; stroke: #d0d7de }
            .title { font-size: 19px; font-weight: 600 }
            .soft { fill: #59636e }
            .axis { stroke: #59636e; stroke-width: 1.5 }
            .tick { stroke: #1f2328; stroke-width: 1.5 }
            .zero { stroke: #8c959f; stroke-dasharray: 3 4 }
            .bound { stroke: #0550ae; stroke-width: 1.5 }
            .cell0 { fill: #ddf0ff }
            .cell1 { fill: #b6dcfb }
            .outside { fill: #f0f1f3 }
            .code { fill: #f6f8fa; stroke: #afb8c1 }
            .zerocode { fill: #1f2328 }
            .value { stroke: #ffffff; stroke-width: 4; paint-order: stroke }
            .digits { font-family: ui-monospace, 'DejaVu Sans Mono', monospace; font-weight: 600 }
            .light { fill: #ffffff }
            .rounded { fill: #0969da }
            .exact { fill: #1a7f37 }
            .clipped { fill: #cf222e }
            path { fill: none !important; stroke-width: 1.8; stroke-opacity: 0.75 }
            path.rounded { stroke: #0969da }
            path.exact { stroke: #1a7f37 }
            path.clipped { stroke: #cf222e }
            """;

    private final Explanation explanation;
    private final QuantizationParameters grid;
    private final Axis axis;
    private final SvgCanvas canvas = new SvgCanvas(WIDTH, HEIGHT);

    private ExplanationSvg(Explanation explanation) {
        this.explanation = explanation;
        this.grid = explanation.grid();
        this.axis = Axis.of(explanation, REACH);
    }

    /** The picture as an SVG document. */
    public static String of(Explanation explanation) {
        ExplanationSvg drawing = new ExplanationSvg(explanation);
        String title = ExplanationText.title(explanation);
        drawing.canvas.rectangle(0.5, 0.5, WIDTH - 1, HEIGHT - 1, 10, "paper");
        drawing.canvas.text(24, 38, Anchor.START, "title", title);
        drawing.subtitle();
        drawing.cells();
        drawing.zeroLine();
        drawing.range();
        drawing.grid();
        drawing.gridLabels();
        drawing.values();
        drawing.valueLabels();
        drawing.legend();
        return drawing.canvas.document(title, STYLE);
    }

    private double x(double real) {
        return LEFT + Math.min(Math.max(axis.position(real), 0), 1) * (RIGHT - LEFT);
    }

    private double stepWidth() {
        return grid.scale() / (axis.max() - axis.min()) * (RIGHT - LEFT);
    }

    private void subtitle() {
        canvas.text(
                24,
                64,
                Anchor.START,
                "soft",
                "scale s = %s   ·   zero point z = %d   ·   %d partitions"
                        .formatted(
                                Numbers.text(grid.scale()),
                                grid.zeroPoint(),
                                explanation.scheme().partitions()));
    }

    /** The stretch of reals that each code stands for, in two tints; the clipped reals in grey. */
    private void cells() {
        double top = REAL_Y - HALF_CELL;
        int height = 2 * HALF_CELL;
        canvas.rectangle(LEFT, top, RIGHT - LEFT, height, 0, "outside");
        double half = 0.5 * grid.scale();
        if (stepWidth() < CLOSEST_TICKS) {
            double from = x(grid.dequantize(grid.minCode()) - half);
            double to = x(grid.dequantize(grid.maxCode()) + half);
            canvas.rectangle(from, top, to - from, height, 0, "cell0");
            return;
        }
        for (int code = grid.minCode(); code <= grid.maxCode(); code++) {
            double from = x(grid.dequantize(code) - half);
            double to = x(grid.dequantize(code) + half);
            int tint = Math.floorMod(code - grid.zeroPoint(), 2);
            canvas.rectangle(from, top, to - from, height, 0, "cell" + tint);
        }
    }

    private void zeroLine() {
        canvas.line(x(0), RANGE_Y, x(0), CODE_Y, "zero");
    }

    private void range() {
        Range span = explanation.span();
        canvas.text(LEFT - 16, REAL_Y + 5, Anchor.END, "soft", "real x");
        canvas.line(x(span.min()), RANGE_Y, x(span.max()), RANGE_Y, "bound");
        bound(span.min(), explanation.scheme().isSymmetric() ? "-α" : "β", Anchor.START);
        bound(span.max(), "α", Anchor.END);
        canvas.line(LEFT, REAL_Y, RIGHT, REAL_Y, "axis");
    }

    private void bound(float end, String name, Anchor anchor) {
        canvas.line(x(end), RANGE_Y - 6, x(end), RANGE_Y + 6, "bound");
        canvas.line(x(end), REAL_Y - HALF_CELL - 4, x(end), REAL_Y + HALF_CELL + 4, "bound");
        canvas.text(x(end), RANGE_Y - 11, anchor, "", name + " = " + Numbers.text(end));
    }

    private void grid() {
        canvas.text(LEFT - 16, GRID_Y + 5, Anchor.END, "soft", "grid x̂");
        canvas.text(LEFT - 16, CODE_Y + 15, Anchor.END, "soft", "code");
        canvas.line(LEFT, GRID_Y, RIGHT, GRID_Y, "axis");
        int step = axis.stepFor(grid, CLOSEST_TICKS / (RIGHT - LEFT));
        for (int code : Axis.everyStep(grid, step)) {
            tick(code);
        }
        tick(grid.minCode());
        tick(grid.maxCode());
    }

    private void tick(int code) {
        double x = x(grid.dequantize(code));
        canvas.line(x, GRID_Y - 7, x, GRID_Y + 7, "tick");
    }

    private void gridLabels() {
        Row row = new Row();
        for (int code : Axis.codesByImportance(grid, (RIGHT - LEFT) / 24)) {
            double real = grid.dequantize(code);
            String label = Numbers.text(real, LABEL_DIGITS);
            double width = Math.max(DIGIT_WIDTH * label.length() + 8, boxWidth(code) + 6);
            if (row.takes(x(real), width)) {
                canvas.text(x(real), GRID_Y + 24, Anchor.MIDDLE, "soft", label);
                code(code, x(real));
            }
        }
    }

    private static double boxWidth(int code) {
        return DIGIT_WIDTH * Integer.toString(code).length() + 16;
    }

    private void code(int code, double x) {
        boolean zero = code == grid.zeroPoint();
        double width = boxWidth(code);
        canvas.rectangle(x - width / 2, CODE_Y - 2, width, 24, 5, zero ? "zerocode" : "code");
        canvas.text(
                x,
                CODE_Y + 15,
                Anchor.MIDDLE,
                zero ? "digits light" : "digits",
                Integer.toString(code));
    }

    private void values() {
        for (ExplainedValue value : explanation.values()) {
            String style = style(value);
            double from = x(value.value());
            canvas.drop(from, REAL_Y, x(value.result()), GRID_Y - 8, style);
            canvas.circle(from, REAL_Y, 4.5, style);
        }
    }

    private void valueLabels() {
        Row row = new Row();
        for (ExplainedValue value : explanation.values()) {
            String label = Numbers.text(value.value(), LABEL_DIGITS);
            if (row.takes(x(value.value()), DIGIT_WIDTH * label.length() + 6)) {
                canvas.text(x(value.value()), VALUE_LABEL_Y, Anchor.MIDDLE, "value", label);
            }
        }
    }

    private static String style(ExplainedValue value) {
        if (value.isClipped()) {
            return "clipped";
        }
        return value.isExact() ? "exact" : "rounded";
    }

    private void legend() {
        double x = LEFT;
        x = legend(x, "rounded", "rounded to the nearest grid point, at most s/2 away");
        x = legend(x, "exact", "exact");
        legend(x, "clipped", "clipped to the end of the grid");
    }

    private double legend(double x, String style, String text) {
        canvas.circle(x, LEGEND_Y - 4.5, 4.5, style);
        canvas.text(x + 12, LEGEND_Y, Anchor.START, "soft", text);
        return x + 40 + 6.8 * text.length();
    }

    /** The stretches of a row that labels have taken. */
    private static final class Row {

        private record Stretch(double from, double to) {}

        private final List<Stretch> taken = new ArrayList<>();

        boolean takes(double middle, double width) {
            double from = middle - width / 2;
            double to = middle + width / 2;
            if (taken.stream().anyMatch(other -> from < other.to() && other.from() < to)) {
                return false;
            }
            return taken.add(new Stretch(from, to));
        }
    }
}
