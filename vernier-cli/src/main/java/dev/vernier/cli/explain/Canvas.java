package dev.vernier.cli.explain;

import java.util.Arrays;

/** One line of characters that things are put on, left to right or wherever there is room. */
final class Canvas {

    private final String[] cells;

    Canvas(int width) {
        cells = new String[width];
        Arrays.fill(cells, " ");
    }

    Canvas fill(int from, int to, String symbol) {
        for (int i = Math.max(from, 0); i <= Math.min(to, cells.length - 1); i++) {
            cells[i] = symbol;
        }
        return this;
    }

    Canvas put(int column, String symbol) {
        return fill(column, column, symbol);
    }

    /**
     * Writes {@code label} with its middle at {@code column}, moved inside the line where it would
     * stick out.
     *
     * @return whether there was room: blanks on both sides
     */
    boolean label(int column, String label) {
        int length = label.codePointCount(0, label.length());
        int from = Math.min(Math.max(column - (length - 1) / 2, 0), cells.length - length);
        if (from < 0) {
            return false;
        }
        for (int i = Math.max(from - 1, 0); i <= Math.min(from + length, cells.length - 1); i++) {
            if (!cells[i].equals(" ")) {
                return false;
            }
        }
        int[] points = label.codePoints().toArray();
        for (int i = 0; i < length; i++) {
            cells[from + i] = Character.toString(points[i]);
        }
        return true;
    }

    @Override
    public String toString() {
        return String.join("", cells).stripTrailing();
    }
}
