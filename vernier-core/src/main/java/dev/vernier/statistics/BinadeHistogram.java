package dev.vernier.statistics;

import dev.vernier.kernel.BinadeScatter;
import java.util.Arrays;

/**
 * Counts of finite floats by magnitude: 256 bins to every power of two, on both sides of zero.
 *
 * <p>A bin is the top 17 bits of the IEEE 754 representation (sign, exponent, 8 bits of mantissa),
 * so its width is 1/256 of the power of two below it and any value is known to 0.4 % whatever the
 * others are: one -3.4e38 in an attention mask neither widens a bin nor costs memory. No range is
 * needed in advance.
 *
 * <p>Bins are numbered in the order of their values: bin 0 holds [0, 2^-134), bin -1 the same below
 * zero with -0.0, and so on to {@link #LAST_BIN} and {@link #FIRST_BIN}. Below 2^-126, among the
 * subnormals, a bin is 2^-134 wide and no longer relative to its values.
 *
 * <p>{@link #merge} adds counts: associative, commutative and exact. NaN and infinities have no
 * bin; {@link NonFinite} counts them. Immutable; memory: 12 bytes a bin in use, typically 20 to 100
 * KB.
 */
public final class BinadeHistogram {

    /** The bin of the largest float. */
    public static final int LAST_BIN = 0xFEFF;

    /** The bin of the smallest, most negative float. */
    public static final int FIRST_BIN = -1 - LAST_BIN;

    public static final BinadeHistogram EMPTY = new BinadeHistogram(new int[0], new long[0]);

    private static final int BIN_SHIFT = 15;

    private final int[] bins;
    private final long[] counts;
    private final long total;

    private BinadeHistogram(int[] bins, long[] counts) {
        this.bins = bins;
        this.counts = counts;
        long sum = 0;
        for (long count : counts) {
            sum = Math.addExact(sum, count);
        }
        this.total = sum;
    }

    /**
     * A histogram of given bins.
     *
     * @param bins numbers of bins, strictly ascending, between {@link #FIRST_BIN} and {@link
     *     #LAST_BIN}
     * @param counts the count of each, positive
     * @throws IllegalArgumentException if that does not hold
     * @throws ArithmeticException if the counts add up to more than a long holds
     */
    public static BinadeHistogram of(int[] bins, long[] counts) {
        if (bins.length != counts.length) {
            throw new IllegalArgumentException(
                    "bins and counts must be of equal length; bins=%d, counts=%d"
                            .formatted(bins.length, counts.length));
        }
        int previous = FIRST_BIN - 1;
        for (int i = 0; i < bins.length; i++) {
            if (bins[i] <= previous || bins[i] > LAST_BIN || counts[i] <= 0) {
                throw new IllegalArgumentException(
                        "bins must ascend from %d to %d with positive counts; bin=%d, count=%d"
                                .formatted(FIRST_BIN, LAST_BIN, bins[i], counts[i]));
            }
            previous = bins[i];
        }
        return new BinadeHistogram(bins.clone(), counts.clone());
    }

    /** The number of the bin that holds {@code value}, which must be finite. */
    public static int bin(float value) {
        if (!Float.isFinite(value)) {
            throw new IllegalArgumentException("value must be finite; value=" + value);
        }
        return binOfTop(Float.floatToRawIntBits(value) >>> BIN_SHIFT);
    }

    /** The number of the bin whose values have these top 17 bits. */
    static int binOfTop(int top) {
        return top <= LAST_BIN ? top : -1 - (top & 0xFFFF);
    }

    /** The histogram of pages as {@link dev.vernier.kernel.BinadeScatter} fills them. */
    static BinadeHistogram ofPages(int[][] pages) {
        int inUse = 0;
        for (int[] page : pages) {
            for (int i = 0; i < lengthOf(page); i++) {
                inUse += page[i] == 0 ? 0 : 1;
            }
        }
        int[] bins = new int[inUse];
        long[] counts = new long[inUse];
        int size = 0;
        for (int page = pages.length - 1; page >= pages.length / 2; page--) {
            for (int i = lengthOf(pages[page]) - 1; i >= 0; i--) {
                size = append(pages[page], page, i, bins, counts, size);
            }
        }
        for (int page = 0; page < pages.length / 2; page++) {
            for (int i = 0; i < lengthOf(pages[page]); i++) {
                size = append(pages[page], page, i, bins, counts, size);
            }
        }
        return new BinadeHistogram(bins, counts);
    }

    private static int lengthOf(int[] page) {
        return page == null ? 0 : page.length;
    }

    private static int append(
            int[] page, int number, int index, int[] bins, long[] counts, int size) {
        if (page[index] == 0) {
            return size;
        }
        bins[size] = binOfTop(number * BinadeScatter.PAGE_SIZE + index);
        counts[size] = page[index];
        return size + 1;
    }

    /** The smallest magnitude of a bin's values: its edge next to zero, with the bin's sign. */
    public static float innerEdge(int bin) {
        return edge(bin, bin >= 0 ? bin : -1 - bin);
    }

    /**
     * The edge of a bin away from zero, with the bin's sign. No value of the bin reaches it, except
     * in the outermost bins, which end at the largest finite float.
     */
    public static float outerEdge(int bin) {
        float edge = edge(bin, bin >= 0 ? bin + 1 : -bin);
        return Float.isInfinite(edge) ? Math.copySign(Float.MAX_VALUE, edge) : edge;
    }

    private static float edge(int bin, int magnitude) {
        float edge = Float.intBitsToFloat(magnitude << BIN_SHIFT);
        return bin >= 0 ? edge : -edge;
    }

    /** The number of bins in use. */
    public int size() {
        return bins.length;
    }

    /** The number of the i-th bin in use, in ascending order of values. */
    public int binAt(int i) {
        return bins[i];
    }

    /** The count of the i-th bin in use. */
    public long countAt(int i) {
        return counts[i];
    }

    /**
     * The index of the first bin in use whose number is at least {@code bin}, else {@link #size}.
     */
    public int indexOf(int bin) {
        int i = Arrays.binarySearch(bins, bin);
        return i >= 0 ? i : -1 - i;
    }

    /** The number of values counted. */
    public long total() {
        return total;
    }

    /** The count of a bin by its number. */
    public long count(int bin) {
        int i = Arrays.binarySearch(bins, bin);
        return i >= 0 ? counts[i] : 0;
    }

    /** The number of values of either zero or a magnitude below 2^-134, which no scale resolves. */
    public long zeros() {
        return count(0) + count(-1);
    }

    /** The histogram of both sets of values. */
    public BinadeHistogram merge(BinadeHistogram other) {
        if (bins.length == 0 || other.bins.length == 0) {
            return bins.length == 0 ? other : this;
        }
        int[] mergedBins = new int[bins.length + other.bins.length - commonBins(other)];
        long[] mergedCounts = new long[mergedBins.length];
        int mine = 0;
        int theirs = 0;
        for (int i = 0; i < mergedBins.length; i++) {
            int myBin = mine < bins.length ? bins[mine] : Integer.MAX_VALUE;
            int theirBin = theirs < other.bins.length ? other.bins[theirs] : Integer.MAX_VALUE;
            mergedBins[i] = Math.min(myBin, theirBin);
            long count = myBin <= theirBin ? counts[mine++] : 0;
            mergedCounts[i] =
                    theirBin <= myBin ? Math.addExact(count, other.counts[theirs++]) : count;
        }
        return new BinadeHistogram(mergedBins, mergedCounts);
    }

    private int commonBins(BinadeHistogram other) {
        int common = 0;
        int theirs = 0;
        for (int bin : bins) {
            while (theirs < other.bins.length && other.bins[theirs] < bin) {
                theirs++;
            }
            common += theirs < other.bins.length && other.bins[theirs] == bin ? 1 : 0;
        }
        return common;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BinadeHistogram that
                && Arrays.equals(bins, that.bins)
                && Arrays.equals(counts, that.counts);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(bins) + Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        return "BinadeHistogram[values=" + total + ", bins=" + bins.length + "]";
    }
}
