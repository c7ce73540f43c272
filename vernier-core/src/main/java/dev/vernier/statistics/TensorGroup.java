package dev.vernier.statistics;

import dev.vernier.kernel.BinadeScatter;
import dev.vernier.kernel.ExtremeScan;
import dev.vernier.kernel.FiniteScan;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Tensors that take the same values, which are counted once for all of them: mostly one alone; with
 * y = Concat(a, b), a and y take the values of a.
 *
 * <p>Counts are integers of 32 bits, half the memory to go through for every array; before they
 * could overflow they are moved to a histogram. Small arrays are scanned for their extremes and
 * wait until there are enough of them to count. Large ones are counted at once in the thread's
 * {@link FlatBins}, which tells the bins of their extremes for nothing: the exact extreme is looked
 * for only if its bin is not inside those known. Both ways give the same statistics. Not
 * thread-safe.
 */
final class TensorGroup {

    /** From this length on, values are counted where they are. */
    static final int LARGE = PendingValues.CAPACITY;

    private final FlatBins flat;
    private final long mostInPages;
    private final List<TensorAccumulator> tensors;
    private final int[][] pages = new int[BinadeScatter.PAGES][];
    private final PendingValues pending = new PendingValues();
    private final float[] minMax = new float[2];

    private BinadeHistogram counted = BinadeHistogram.EMPTY;
    private NonFinite nonFinite = NonFinite.NONE;
    private long inPages;

    /**
     * @param flat the scratch of the thread
     * @param mostInPages so many values cannot overflow a count
     * @param tensors those that take the values, one as often as it takes them
     */
    TensorGroup(FlatBins flat, long mostInPages, List<TensorAccumulator> tensors) {
        this.flat = flat;
        this.mostInPages = mostInPages;
        this.tensors = List.copyOf(tensors);
        tensors.forEach(tensor -> tensor.join(this));
    }

    List<TensorAccumulator> tensors() {
        return tensors;
    }

    /**
     * Adds all of a buffer to the sample that all tensors have open.
     *
     * @param bits the raw bits of floats; the position is left alone
     */
    void add(IntBuffer bits) {
        if (!bits.hasRemaining()) {
            return;
        }
        boolean finite = bits.remaining() < LARGE ? addSmall(bits) : addLarge(bits);
        if (!finite) {
            addNonFinite(bits);
            IntBuffer kept = IntBuffer.allocate(bits.remaining());
            FiniteScan.copyFinite(bits, kept);
            add(kept.flip());
        }
    }

    private boolean addSmall(IntBuffer bits) {
        ExtremeScan.scan(bits, minMax);
        if (!Float.isFinite(minMax[0]) || !Float.isFinite(minMax[1])) {
            return false;
        }
        if (!pending.fits(bits.remaining())) {
            countPending();
        }
        pending.add(bits);
        tensors.forEach(tensor -> tensor.include(minMax[0], minMax[1]));
        return true;
    }

    private boolean addLarge(IntBuffer bits) {
        boolean finite = flat.count(bits);
        if (finite) {
            addFlat(bits.remaining(), exact -> ExtremeScan.scan(bits, exact));
        }
        return finite;
    }

    private void addFlat(int length, Consumer<float[]> scan) {
        makeRoom(length);
        flat.addTo(pages, length);
        ArrayExtremes extremes = new ArrayExtremes(flat.lowest(), flat.highest(), scan);
        flat.clear();
        tensors.forEach(tensor -> tensor.include(extremes));
    }

    private void countPending() {
        makeRoom(pending.size());
        pending.moveTo(pages, flat);
    }

    /** Sees to it that so many more values can be counted in the pages. */
    private void makeRoom(int length) {
        if (inPages + length > mostInPages) {
            emptyPages();
        }
        inPages += length;
    }

    private void emptyPages() {
        counted = counted.merge(BinadeHistogram.ofPages(pages));
        Arrays.fill(pages, null);
        inPages = 0;
    }

    private void addNonFinite(IntBuffer bits) {
        nonFinite =
                nonFinite.merge(
                        new NonFinite(
                                FiniteScan.countNaN(bits),
                                FiniteScan.count(bits, Float.POSITIVE_INFINITY),
                                FiniteScan.count(bits, Float.NEGATIVE_INFINITY),
                                Optional.of(tensors.get(0).openSample())));
    }

    /** All finite values so far. */
    BinadeHistogram values() {
        countPending();
        emptyPages();
        return counted;
    }

    /** All other values so far. */
    NonFinite nonFinite() {
        return nonFinite;
    }
}
