package dev.vernier.improve.matrix;

import java.util.function.Supplier;

/**
 * Rows that may wait outside of the heap, and are read at every use.
 *
 * <p>As safe for use by many threads as the supplier.
 *
 * @param count number of rows, possibly 0
 * @param columns length of a row
 * @param reading gives the rows, the same at every call
 */
public record StoredRows(int count, int columns, Supplier<Rows> reading) {

    /** Rows that wait where they are. */
    public static StoredRows inMemory(Rows rows) {
        return new StoredRows(rows.count(), rows.columns(), () -> rows);
    }

    /** The rows; an array of their own, or one that all share and nobody may change. */
    public Rows read() {
        return reading.get();
    }

    /** The rows with their channels multiplied, {@link Rows#scaled}, whenever they are read. */
    public StoredRows scaled(float[] factors) {
        return new StoredRows(count, columns, () -> read().scaled(factors));
    }
}
