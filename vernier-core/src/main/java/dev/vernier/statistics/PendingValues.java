package dev.vernier.statistics;

import dev.vernier.kernel.BinadeScatter;
import java.util.Arrays;

/**
 * Finite values of one tensor that wait to be counted, so that many small arrays are counted like a
 * large one.
 *
 * <p>Counting a few thousand values straight into a tensor's pages finds most of them outside of
 * the caches, 6 ns a value with two dozen tensors in turn; together they take 1 to 2. At most 64 KB
 * a tensor. Not thread-safe.
 */
final class PendingValues {

    /** The most values that wait. */
    static final int CAPACITY = 1 << 14;

    /** Below, emptying the flat bins costs more than they save. */
    private static final int FEW = 1 << 12;

    private float[] values = new float[0];
    private int size;

    int size() {
        return size;
    }

    boolean fits(int length) {
        return size + length <= CAPACITY;
    }

    void add(float[] source, int from, int to) {
        int length = to - from;
        if (size + length > values.length) {
            int grown = Math.max(2 * values.length, size + length);
            values = Arrays.copyOf(values, Math.min(grown, CAPACITY));
        }
        System.arraycopy(source, from, values, size, length);
        size += length;
    }

    /** Counts what waits. */
    void moveTo(int[][] pages, FlatBins flat, boolean manyZeros) {
        if (size < FEW) {
            BinadeScatter.intoPages(values, 0, size, pages);
        } else if (flat.count(values, 0, size, manyZeros)) {
            flat.addTo(pages, size);
            flat.clear();
        } else {
            throw new IllegalStateException("values that wait must be finite; count=" + size);
        }
        size = 0;
    }
}
