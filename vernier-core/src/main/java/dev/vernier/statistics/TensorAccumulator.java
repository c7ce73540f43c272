package dev.vernier.statistics;

import dev.vernier.kernel.BinadeScatter;
import dev.vernier.kernel.ExtremeScan;
import dev.vernier.kernel.FiniteScan;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Fills the statistics of one tensor.
 *
 * <p>A sample is open from {@link #begin} to {@link #end}, and may add any number of arrays.
 *
 * <p>Counts are integers of 32 bits, half the memory to go through for every array; before they
 * could overflow they are merged into a histogram. Small arrays are scanned for their extremes and
 * wait until there are enough of them to count. Large ones are counted at once in the thread's
 * {@link FlatBins}, which tells the bins of their extremes for nothing: the exact extreme is looked
 * for only if its bin is not inside those known. Both ways give the same statistics. Not
 * thread-safe.
 */
final class TensorAccumulator {

    /** From this length on, values are counted where they are. */
    static final int LARGE = PendingValues.CAPACITY;

    private final FlatBins flat;
    private final Optional<ChannelAccumulator> channels;
    private final int[][] pages = new int[BinadeScatter.PAGES][];
    private final PendingValues pending = new PendingValues();
    private final TreeMap<Integer, Long> sampleMinima = new TreeMap<>();
    private final TreeMap<Integer, Long> sampleMaxima = new TreeMap<>();
    private final float[] minMax = new float[2];

    private Optional<Extremes> extremes = Optional.empty();
    private NonFinite nonFinite = NonFinite.NONE;
    private Optional<OpenSample> open = Optional.empty();
    private BinadeHistogram counted = BinadeHistogram.EMPTY;
    private long inPages;

    TensorAccumulator(FlatBins flat, Optional<ChannelAccumulator> channels) {
        this.flat = flat;
        this.channels = channels;
    }

    boolean isOpen() {
        return open.isPresent();
    }

    void begin(String sample) {
        open = Optional.of(new OpenSample(sample, extremes));
    }

    /** Closes the sample: its extremes become one of the tensor's sample extremes. */
    void end() {
        OpenSample sample = open.orElseThrow();
        open = Optional.empty();
        if (!sample.isEmpty()) {
            sampleMinima.merge(sample.minBin(), 1L, Long::sum);
            sampleMaxima.merge(sample.maxBin(), 1L, Long::sum);
            extremes = Optional.of(sample.extremes());
        }
    }

    Optional<ChannelAccumulator> channels() {
        return channels;
    }

    /** Adds {@code values[from..to)} to the open sample. */
    void add(float[] values, int from, int to) {
        if (from == to) {
            return;
        }
        OpenSample sample = open.orElseThrow();
        boolean finite =
                to - from < LARGE
                        ? addSmall(sample, values, from, to)
                        : addLarge(sample, values, from, to);
        if (!finite) {
            addNonFinite(sample, values, from, to);
            float[] kept = new float[to - from];
            add(kept, 0, FiniteScan.copyFinite(values, from, to, kept));
        }
    }

    /** Where so many more values of this tensor are to be counted. */
    int[][] pagesFor(int length) {
        if (inPages + length > Integer.MAX_VALUE) {
            counted = counted.merge(BinadeHistogram.ofPages(pages));
            Arrays.fill(pages, null);
            inPages = 0;
        }
        inPages += length;
        return pages;
    }

    /** Adds to the open sample an array that was counted in {@link #pagesFor}. */
    void addCounted(ArrayExtremes extremesOfArray) {
        open.orElseThrow().include(extremesOfArray);
    }

    private boolean addSmall(OpenSample sample, float[] values, int from, int to) {
        ExtremeScan.scan(values, from, to, minMax);
        if (!Float.isFinite(minMax[0]) || !Float.isFinite(minMax[1])) {
            return false;
        }
        if (!pending.fits(to - from)) {
            countPending();
        }
        pending.add(values, from, to);
        sample.include(minMax[0], minMax[1]);
        return true;
    }

    private void countPending() {
        pending.moveTo(pagesFor(pending.size()), flat, hasManyZeros());
    }

    private boolean addLarge(OpenSample sample, float[] values, int from, int to) {
        if (!flat.count(values, from, to, hasManyZeros())) {
            return false;
        }
        flat.addTo(List.<int[][]>of(pagesFor(to - from)), to - from);
        sample.include(
                new ArrayExtremes(
                        flat.lowest(),
                        flat.highest(),
                        exact -> ExtremeScan.scan(values, from, to, exact)));
        flat.clear();
        return true;
    }

    /** Whether zeros were an eighth of the values so far, or more. */
    boolean hasManyZeros() {
        int[] page = pages[0];
        return page != null && page[0] * 8L >= inPages;
    }

    private void addNonFinite(OpenSample sample, float[] values, int from, int to) {
        nonFinite =
                nonFinite.merge(
                        new NonFinite(
                                FiniteScan.countNaN(values, from, to),
                                FiniteScan.count(values, from, to, Float.POSITIVE_INFINITY),
                                FiniteScan.count(values, from, to, Float.NEGATIVE_INFINITY),
                                Optional.of(sample.name())));
    }

    /** The statistics of the samples that were closed. */
    TensorStatistics statistics() {
        countPending();
        return new TensorStatistics(
                counted.merge(BinadeHistogram.ofPages(pages)),
                histogram(sampleMinima),
                histogram(sampleMaxima),
                extremes,
                nonFinite,
                channels.flatMap(ChannelAccumulator::statistics));
    }

    private static BinadeHistogram histogram(Map<Integer, Long> ascending) {
        return BinadeHistogram.of(
                ascending.keySet().stream().mapToInt(Integer::intValue).toArray(),
                ascending.values().stream().mapToLong(Long::longValue).toArray());
    }
}
