package dev.vernier.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows of text in aligned columns: two spaces between them, no lines but one under the header.
 *
 * <p>Cells are measured without colours, so styled text aligns too. Trailing blanks are cut.
 */
public final class Table {

    /** The side of its column that a cell stands at. */
    public enum Align {
        LEFT,
        RIGHT
    }

    private static final String GAP = "  ";

    private final List<Align> alignment;
    private final List<List<String>> rows = new ArrayList<>();

    private Table(List<Align> alignment) {
        this.alignment = List.copyOf(alignment);
    }

    public static Table of(Align... alignment) {
        return new Table(List.of(alignment));
    }

    /** Adds a row with one cell for each column. */
    public Table row(String... cells) {
        if (cells.length != alignment.size()) {
            throw new IllegalArgumentException(
                    "row must have one cell a column; cells="
                            + cells.length
                            + ", columns="
                            + alignment.size());
        }
        rows.add(List.of(cells));
        return this;
    }

    /** The rows, each after {@code indent} and ended by a line feed; the first is the header. */
    public String render(String indent, String rule) {
        StringBuilder text = new StringBuilder();
        int[] widths = widths();
        for (int r = 0; r < rows.size(); r++) {
            append(text, indent, rows.get(r), widths);
            if (r == 0) {
                List<String> line = new ArrayList<>();
                for (int width : widths) {
                    line.add(rule.repeat(width));
                }
                append(text, indent, line, widths);
            }
        }
        return text.toString();
    }

    /** The rows without a header. */
    public String render(String indent) {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            append(text, indent, row, widths());
        }
        return text.toString();
    }

    private int[] widths() {
        int[] widths = new int[alignment.size()];
        for (List<String> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], width(row.get(column)));
            }
        }
        return widths;
    }

    private void append(StringBuilder text, String indent, List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder(indent);
        for (int column = 0; column < widths.length; column++) {
            String cell = row.get(column);
            String blanks = " ".repeat(widths[column] - width(cell));
            line.append(column == 0 ? "" : GAP)
                    .append(alignment.get(column) == Align.LEFT ? cell + blanks : blanks + cell);
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }

    /** Columns on the screen: no escape sequences of {@link Style}, no combining marks. */
    private static int width(String cell) {
        String visible = cell.replaceAll("\u001b\\[[0-9]*m|\\p{M}", "");
        return visible.codePointCount(0, visible.length());
    }
}
