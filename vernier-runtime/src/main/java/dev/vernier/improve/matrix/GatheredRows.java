package dev.vernier.improve.matrix;

import java.util.Arrays;

/**
 * Rows that samples give one after the other or at the same time, each sample at a place of its
 * own: together they are one matrix without a second copy. Rows that are not finite are left out.
 *
 * <p>Samples may be put by several threads, each by one; {@link #rows} ends the gathering.
 */
public final class GatheredRows {

    private final float[] values;
    private final int[] counts;
    private final int each;
    private final int columns;

    /**
     * @param samples how many samples there are
     * @param each how many rows of a sample at most
     * @param columns length of a row
     */
    public GatheredRows(int samples, int each, int columns) {
        this.values = new float[Math.multiplyExact(Math.multiplyExact(samples, each), columns)];
        this.counts = new int[samples];
        this.each = each;
        this.columns = columns;
    }

    /** Length of a row. */
    public int columns() {
        return columns;
    }

    /** Takes the finite ones of a sample's rows. */
    public void put(int sample, Rows rows) {
        if (rows.columns() != columns || rows.count() > each) {
            throw new IllegalArgumentException(
                    "rows of a sample must be at most %d of %d columns; count=%d, columns=%d"
                            .formatted(each, columns, rows.count(), rows.columns()));
        }
        int count = 0;
        for (int row = 0; row < rows.count(); row++) {
            if (isFinite(rows.values(), row * columns)) {
                int to = (sample * each + count++) * columns;
                System.arraycopy(rows.values(), row * columns, values, to, columns);
            }
        }
        counts[sample] = count;
    }

    private boolean isFinite(float[] row, int from) {
        for (int i = from; i < from + columns; i++) {
            if (!Float.isFinite(row[i])) {
                return false;
            }
        }
        return true;
    }

    /** All rows in the order of the samples; nothing may be put afterwards. */
    public Rows rows() {
        int at = 0;
        for (int sample = 0; sample < counts.length; sample++) {
            int from = sample * each * columns;
            System.arraycopy(values, from, values, at, counts[sample] * columns);
            at += counts[sample] * columns;
        }
        int count = Arrays.stream(counts).sum();
        return new Rows(at == values.length ? values : Arrays.copyOf(values, at), count, columns);
    }
}
