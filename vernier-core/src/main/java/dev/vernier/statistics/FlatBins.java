package dev.vernier.statistics;

import dev.vernier.kernel.BinadeScatter;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * The scratch in which one thread counts large arrays, whichever tensor they belong to.
 *
 * <p>Use: {@link #count}, ask for {@link #lowest} and {@link #highest}, then {@link #moveTo} a
 * tensor's pages, which leaves the scratch empty. 1 MB; not thread-safe.
 */
final class FlatBins {

    private static final int NEGATIVE = BinadeScatter.PAGES / 2;

    private final int[] bins = new int[BinadeScatter.FLAT_BINS];
    private final int[] odd = new int[BinadeScatter.FLAT_BINS];
    private final boolean[] used = new boolean[BinadeScatter.PAGES];

    /**
     * Counts {@code values[from..to)}, at least one.
     *
     * @param inTurn whether many values are equal, as after a ReLU
     * @param pages of the tensor: where values are likely to be, as those before were
     * @return false, with nothing counted, if a value is not finite
     */
    boolean count(float[] values, int from, int to, boolean inTurn, long[][] pages) {
        if (inTurn) {
            BinadeScatter.scatterInTurn(values, from, to, bins, odd);
        } else {
            BinadeScatter.scatter(values, from, to, bins);
        }
        return look(to - from, pages);
    }

    /** As above, all of a buffer where it is. */
    boolean count(FloatBuffer values, boolean inTurn, long[][] pages) {
        if (inTurn) {
            BinadeScatter.scatterInTurn(values, bins, odd);
        } else {
            BinadeScatter.scatter(values, bins);
        }
        return look(values.remaining(), pages);
    }

    /** Finds the pages that {@code count} values went to. */
    private boolean look(int count, long[][] pages) {
        Arrays.fill(used, false);
        int found = 0;
        for (int page = 0; page < used.length; page++) {
            found += pages[page] == null ? 0 : look(page);
        }
        for (int page = 0; page < used.length && found < count; page++) {
            found += pages[page] == null ? look(page) : 0;
        }
        if (used[BinadeScatter.POSITIVE_NON_FINITE] || used[BinadeScatter.NEGATIVE_NON_FINITE]) {
            Arrays.fill(bins, 0);
            Arrays.fill(odd, 0);
            return false;
        }
        return true;
    }

    private int look(int page) {
        int total = BinadeScatter.total(bins, odd, page);
        used[page] = total > 0;
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

    /** Adds the counts to {@code pages} and keeps them, for one more tensor of the same values. */
    void addTo(long[][] pages) {
        for (int page = 0; page < used.length; page++) {
            if (used[page]) {
                BinadeScatter.addPage(bins, odd, page, pages);
            }
        }
    }

    /** Adds the counts to {@code pages} and sets them to zero. */
    void moveTo(long[][] pages) {
        addTo(pages);
        for (int page = 0; page < used.length; page++) {
            if (used[page]) {
                BinadeScatter.clearPage(bins, page);
                BinadeScatter.clearPage(odd, page);
            }
        }
    }

    private int firstOf(int page) {
        int bin = page * BinadeScatter.PAGE_SIZE;
        while (bins[bin] + odd[bin] == 0) {
            bin++;
        }
        return bin;
    }

    private int lastOf(int page) {
        int bin = page * BinadeScatter.PAGE_SIZE + BinadeScatter.PAGE_SIZE - 1;
        while (bins[bin] + odd[bin] == 0) {
            bin--;
        }
        return bin;
    }
}
