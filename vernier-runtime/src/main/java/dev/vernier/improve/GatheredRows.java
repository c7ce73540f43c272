package dev.vernier.improve;

import dev.vernier.improve.matrix.Rows;
import dev.vernier.improve.matrix.StoredRows;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Rows that samples give one after the other or at the same time, each sample at a place of its
 * own: together they are one matrix. Rows that are not finite are left out.
 *
 * <p>Samples may be put by several threads, each by one; {@link #stored} ends the gathering.
 */
final class GatheredRows {

    private final RowStore store;
    private final List<Optional<StoredRows>> parts;
    private final int each;
    private final int columns;

    /**
     * @param store where the rows wait
     * @param samples how many samples there are
     * @param each how many rows of a sample at most
     * @param columns length of a row
     */
    GatheredRows(RowStore store, int samples, int each, int columns) {
        this.store = store;
        this.parts = new ArrayList<>(Collections.nCopies(samples, Optional.empty()));
        this.each = each;
        this.columns = columns;
    }

    /** Length of a row. */
    int columns() {
        return columns;
    }

    /** Takes the finite ones of a sample's rows. */
    void put(int sample, Rows rows) {
        if (rows.columns() != columns || rows.count() > each) {
            throw new IllegalArgumentException(
                    "rows of a sample must be at most %d of %d columns; count=%d, columns=%d"
                            .formatted(each, columns, rows.count(), rows.columns()));
        }
        parts.set(sample, Optional.of(store.put(finite(rows))));
    }

    private Rows finite(Rows rows) {
        int[] chosen =
                IntStream.range(0, rows.count())
                        .filter(row -> isFinite(rows.values(), row * columns))
                        .toArray();
        if (chosen.length == rows.count()) {
            return rows;
        }
        float[] values = new float[chosen.length * columns];
        for (int row = 0; row < chosen.length; row++) {
            System.arraycopy(rows.values(), chosen[row] * columns, values, row * columns, columns);
        }
        return new Rows(values, chosen.length, columns);
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
    StoredRows stored() {
        List<StoredRows> found = parts.stream().flatMap(Optional::stream).toList();
        int count = found.stream().mapToInt(StoredRows::count).sum();
        return new StoredRows(count, columns, () -> joined(found, count));
    }

    private Rows joined(List<StoredRows> found, int count) {
        float[] values = new float[Math.multiplyExact(count, columns)];
        int at = 0;
        for (StoredRows part : found) {
            float[] read = part.read().values();
            System.arraycopy(read, 0, values, at, read.length);
            at += read.length;
        }
        return new Rows(values, count, columns);
    }
}
