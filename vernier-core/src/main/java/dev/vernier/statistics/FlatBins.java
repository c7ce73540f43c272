package dev.vernier.statistics;

import dev.vernier.kernel.BinadeScatter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.Arrays;

/**
 * The scratch in which one thread counts large arrays, whichever tensor they belong to.
 *
 * <p>Use: {@link #count} an array, {@link #addTo} the pages of those that take it, ask for {@link
 * #lowest} and {@link #highest}, then {@link #clear}. 0.6 MB; not thread-safe.
 */
final class FlatBins {

    private static final int NEGATIVE = BinadeScatter.PAGES / 2;

    private final int[] bins = new int[BinadeScatter.FLAT_LENGTH];
    private final boolean[] used = new boolean[BinadeScatter.PAGES];

    /** Pages that arrays used so far, in the order they came up. */
    private final int[] familiar = new int[BinadeScatter.PAGES];

    private int familiarPages;

    /** Outside of the heap, as most of what is counted: two kinds of buffers would cost. */
    private final IntBuffer copied =
            ByteBuffer.allocateDirect(PendingValues.CAPACITY * Integer.BYTES)
                    .order(ByteOrder.nativeOrder())
                    .asIntBuffer();

    /**
     * Counts all of a buffer where it is, at least one float as its raw bits.
     *
     * @return false, with nothing counted, if a value is not finite
     */
    boolean count(IntBuffer bits) {
        BinadeScatter.scatter(bits, bins);
        return isFinite();
    }

    /** As above, {@code bits[0..size)}, at most as many as wait. */
    boolean count(int[] bits, int size) {
        return count(copied.clear().put(bits, 0, size).flip());
    }

    private boolean isFinite() {
        int others =
                BinadeScatter.total(bins, BinadeScatter.POSITIVE_NON_FINITE)
                        + BinadeScatter.total(bins, BinadeScatter.NEGATIVE_NON_FINITE);
        if (others > 0) {
            Arrays.fill(bins, 0);
        }
        return others == 0;
    }

    /**
     * Adds what was counted to the pages of a tensor.
     *
     * <p>Pages that it has are looked at first, then those that other arrays used: when they hold
     * all values, there are no others.
     *
     * @param count how many values that is
     */
    void addTo(int[][] pages, int count) {
        int left = count;
        for (int i = 0; i < familiarPages; i++) {
            if (pages[familiar[i]] != null) {
                left -= addPage(familiar[i], pages);
            }
        }
        for (int i = 0; i < familiarPages && left > 0; i++) {
            if (pages[familiar[i]] == null) {
                left -= addPage(familiar[i], pages);
            }
        }
        for (int page = 0; page < used.length && left > 0; page++) {
            if (!used[page]) {
                int total = addPage(page, pages);
                left -= total;
                if (total > 0) {
                    familiar[familiarPages++] = page;
                }
            }
        }
    }

    private int addPage(int page, int[][] pages) {
        int total = BinadeScatter.total(bins, page);
        if (total > 0) {
            used[page] = true;
            BinadeScatter.addPage(bins, page, pages);
        }
        return total;
    }

    /** The lowest bin in use, as {@link BinadeHistogram} numbers them. */
    int lowest() {
        for (int page = used.length - 1; page >= NEGATIVE; page--) {
            if (used[page]) {
                return BinadeHistogram.binOfTop(lastOf(page));
            }
        }
        int page = 0;
        while (!used[page]) {
            page++;
        }
        return BinadeHistogram.binOfTop(firstOf(page));
    }

    /** The highest bin in use, as {@link BinadeHistogram} numbers them. */
    int highest() {
        for (int page = NEGATIVE - 1; page >= 0; page--) {
            if (used[page]) {
                return BinadeHistogram.binOfTop(lastOf(page));
            }
        }
        int page = NEGATIVE;
        while (!used[page]) {
            page++;
        }
        return BinadeHistogram.binOfTop(firstOf(page));
    }

    /** Makes the scratch empty. */
    void clear() {
        for (int i = 0; i < familiarPages; i++) {
            int page = familiar[i];
            if (used[page]) {
                BinadeScatter.clearPage(bins, page);
                used[page] = false;
            }
        }
    }

    private int firstOf(int page) {
        int bin = page * BinadeScatter.PAGE_SIZE;
        while (bins[bin] == 0) {
            bin++;
        }
        return bin;
    }

    private int lastOf(int page) {
        int bin = page * BinadeScatter.PAGE_SIZE + BinadeScatter.PAGE_SIZE - 1;
        while (bins[bin] == 0) {
            bin--;
        }
        return bin;
    }
}
