package dev.vernier.statistics;

import dev.vernier.kernel.BinadeScatter;
import java.nio.IntBuffer;
import java.util.Arrays;

/**
 * The scratch in which one thread counts large arrays, whichever tensor they belong to.
 *
 * <p>Use: {@link #count} an array, {@link #addTo} the pages of those that take it, ask for {@link
 * #lowest} and {@link #highest}, then {@link #clear}. 1 MB; not thread-safe.
 */
final class FlatBins {

    private static final int NEGATIVE = BinadeScatter.PAGES / 2;

    private final int[] bins = new int[BinadeScatter.FLAT_BINS];
    private final int[] odd = new int[BinadeScatter.FLAT_BINS];
    private final boolean[] used = new boolean[BinadeScatter.PAGES];
    private boolean inTurn;

    /**
     * Counts {@code values[from..to)}, at least one.
     *
     * @param repeated whether many values are equal, as after a ReLU
     * @return false, with nothing counted, if a value is not finite
     */
    boolean count(float[] values, int from, int to, boolean repeated) {
        inTurn = repeated;
        if (inTurn) {
            BinadeScatter.scatterInTurn(values, from, to, bins, odd);
        } else {
            BinadeScatter.scatter(values, from, to, bins);
        }
        return isFinite();
    }

    /** As above, all of a buffer where it is, which holds floats as their raw bits. */
    boolean count(IntBuffer bits, boolean repeated) {
        inTurn = repeated;
        if (inTurn) {
            BinadeScatter.scatterInTurn(bits, bins, odd);
        } else {
            BinadeScatter.scatter(bits, bins);
        }
        return isFinite();
    }

    private boolean isFinite() {
        int others =
                joined(BinadeScatter.POSITIVE_NON_FINITE)
                        + joined(BinadeScatter.NEGATIVE_NON_FINITE);
        if (others > 0) {
            Arrays.fill(bins, 0);
            Arrays.fill(odd, 0);
        }
        return others == 0;
    }

    /**
     * Adds what was counted to the pages of a tensor.
     *
     * <p>Pages that it has are looked at first: when they hold all values, there are no others.
     *
     * @param count how many values that is
     */
    void addTo(int[][] pages, int count) {
        int left = count;
        for (int page = 0; page < used.length; page++) {
            if (pages[page] != null) {
                left -= addPage(page, pages);
            }
        }
        for (int page = 0; page < used.length && left > 0; page++) {
            if (pages[page] == null) {
                left -= addPage(page, pages);
            }
        }
    }

    private int addPage(int page, int[][] pages) {
        int total = joined(page);
        if (total > 0) {
            used[page] = true;
            BinadeScatter.addPage(bins, page, pages);
        }
        return total;
    }

    /** How many values of a page were counted, after which all of them are in the first array. */
    private int joined(int page) {
        return inTurn ? BinadeScatter.join(bins, odd, page) : BinadeScatter.total(bins, page);
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
        for (int page = 0; page < used.length; page++) {
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
