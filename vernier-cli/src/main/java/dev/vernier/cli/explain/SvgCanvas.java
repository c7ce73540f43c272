package dev.vernier.cli.explain;

import java.util.Locale;

/**
 * Writes the few SVG elements that a drawing needs, one a line, coordinates to a tenth of a pixel.
 *
 * <p>Texts are numbers and our own words; they are escaped all the same.
 */
final class SvgCanvas {

    /** Which side of its position a text is on. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    private final StringBuilder elements = new StringBuilder();
    private final int width;
    private final int height;

    SvgCanvas(int width, int height) {
        this.width = width;
        this.height = height;
    }

    void line(double x1, double y1, double x2, double y2, String style) {
        element("<line x1='%s' y1='%s' x2='%s' y2='%s' class='%s'/>", x1, y1, x2, y2, style);
    }

    void rectangle(double x, double y, double w, double h, double radius, String style) {
        element(
                "<rect x='%s' y='%s' width='%s' height='%s' rx='%s' class='%s'/>",
                x, y, w, h, radius, style);
    }

    void circle(double x, double y, double radius, String style) {
        element("<circle cx='%s' cy='%s' r='%s' class='%s'/>", x, y, radius, style);
    }

    /** From one point down to another, leaving and arriving vertically. */
    void drop(double x1, double y1, double x2, double y2, String style) {
        double middle = (y1 + y2) / 2;
        element(
                "<path d='M %s %s C %s %s, %s %s, %s %s' class='%s'/>",
                x1, y1, x1, middle, x2, middle, x2, y2, style);
    }

    void text(double x, double y, Anchor anchor, String style, String text) {
        String escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        element(
                "<text x='%s' y='%s' text-anchor='%s' class='%s'>%s</text>",
                x, y, anchor.name().toLowerCase(Locale.ROOT), style, escaped);
    }

    private void element(String format, Object... values) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] instanceof Double number) {
                double tenths = Math.rint(number * 10) / 10 + 0.0; // no negative zero
                String text = String.format(Locale.ROOT, "%.1f", tenths);
                values[i] = text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
            }
        }
        elements.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    /** The whole picture; it fits the width of a page. */
    String document(String title, String style) {
        return """
                <svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d' width='%d' role='img'>
                <title>%s</title>
                <style>
                %s</style>
                %s</svg>
                """
                .formatted(width, height, width, title, style, elements);
    }
}
