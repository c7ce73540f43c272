package dev.vernier.cli.text;

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
        RIGHT,
        /** At the right, with the points of decimal numbers below each other. */
        DECIMAL
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

    /**
     * The cells of one column, each as wide as its fraction needs to end where the longest does.
     */
    private List<String> column(int column) {
        List<String> cells = new ArrayList<>();
        rows.forEach(row -> cells.add(row.get(column)));
        if (alignment.get(column) == Align.DECIMAL) {
            int longest = cells.stream().mapToInt(Table::fraction).max().orElse(0);
            cells.replaceAll(
                    cell -> isNumber(cell) ? cell + " ".repeat(longest - fraction(cell)) : cell);
        }
        return cells;
    }

    private static boolean isNumber(String cell) {
        return !cell.isEmpty() && Character.isDigit(cell.charAt(cell.length() - 1));
    }

    /** The length of a number's fraction with its point; 0 for anything else. */
    private static int fraction(String cell) {
        return isNumber(cell) && cell.indexOf('.') >= 0 ? cell.length() - cell.indexOf('.') : 0;
    }

    /**
     * The rows, each after {@code indent} and ended by a line feed; the first is the header, its
     * names underlined.
     */
    public String render(String indent, String rule) {
        List<String> lines = lines(indent);
        List<String> underlines = new ArrayList<>();
        for (int column = 0; column < alignment.size(); column++) {
            boolean named = !rows.get(0).get(column).isEmpty();
            underlines.add(rule.repeat(named ? width(column(column)) : 0));
        }
        lines.add(1, (indent + String.join(GAP, underlines)).stripTrailing());
        return String.join("\n", lines) + "\n";
    }

    /** The rows without a header. */
    public String render(String indent) {
        return String.join("\n", lines(indent)) + "\n";
    }

    private List<String> lines(String indent) {
        List<StringBuilder> lines = new ArrayList<>();
        rows.forEach(row -> lines.add(new StringBuilder(indent)));
        for (int column = 0; column < alignment.size(); column++) {
            List<String> cells = column(column);
            int width = width(cells);
            for (int row = 0; row < cells.size(); row++) {
                String cell = cells.get(row);
                String blanks = " ".repeat(width - width(cell));
                lines.get(row)
                        .append(column == 0 ? "" : GAP)
                        .append(
                                alignment.get(column) == Align.LEFT
                                        ? cell + blanks
                                        : blanks + cell);
            }
        }
        List<String> stripped = new ArrayList<>();
        lines.forEach(line -> stripped.add(line.toString().stripTrailing()));
        return stripped;
    }

    private static int width(List<String> cells) {
        return cells.stream().mapToInt(Table::width).max().orElse(0);
    }

    /** Columns on the screen: no escape sequences of {@link Style}, no combining marks. */
    private static int width(String cell) {
        String visible = cell.replaceAll("\u001b\\[[0-9]*m|\\p{M}", "");
        return visible.codePointCount(0, visible.length());
    }
}
