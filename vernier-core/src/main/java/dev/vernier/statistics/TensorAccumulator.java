package dev.vernier.statistics;

import dev.vernier.kernel.BinadeScatter;
import dev.vernier.kernel.ExtremeScan;
import dev.vernier.kernel.FiniteScan;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Fills the statistics of one tensor.
 *
 * <p>A sample is open from {@link #begin} to {@link #end}, and may add any number of arrays.
 *
 * <p>Small arrays are scanned for their extremes and wait until there are enough of them to count.
 * Large ones are counted at once in the thread's {@link FlatBins}, which tells the bins of their
 * extremes for nothing: the exact extreme is looked for only if its bin is not inside those known.
 * Both ways give the same statistics. Not thread-safe.
 */
final class TensorAccumulator {

    /** From this length on, values are counted where they are. */
    static final int LARGE = PendingValues.CAPACITY;

    private final FlatBins flat;
    private final Optional<ChannelAccumulator> channels;
    private final long[][] pages = new long[BinadeScatter.PAGES][];
    private final PendingValues pending = new PendingValues();
    private final TreeMap<Integer, Long> sampleMinima = new TreeMap<>();
    private final TreeMap<Integer, Long> sampleMaxima = new TreeMap<>();
    private final float[] minMax = new float[2];

    private Optional<Extremes> extremes = Optional.empty();
    private NonFinite nonFinite = NonFinite.NONE;
    private Optional<OpenSample> open = Optional.empty();
    private long count;

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
        if (finite) {
            count += to - from;
        } else {
            addNonFinite(sample, values, from, to);
            float[] kept = new float[to - from];
            add(kept, 0, FiniteScan.copyFinite(values, from, to, kept));
        }
    }

    /**
     * Counts all of a buffer without an array, {@link #LARGE} values or more, for this tensor or
     * several; {@link #take} of each follows.
     *
     * @return false, with nothing counted, if a value is not finite
     */
    boolean count(FloatBuffer values) {
        return flat.count(values, hasManyZeros(), pages);
    }

    /**
     * Adds to the open sample what {@link #count} of this tensor or another has counted.
     *
     * @param isLast whether no other tensor takes it
     */
    void take(FloatBuffer values, boolean isLast) {
        OpenSample sample = open.orElseThrow();
        count += values.remaining();
        int lowest = flat.lowest();
        int highest = flat.highest();
        if (isLast) {
            flat.moveTo(pages);
        } else {
            flat.addTo(pages);
        }
        if (sample.needsExact(lowest, highest)) {
            ExtremeScan.scan(values, minMax);
            sample.include(minMax[0], minMax[1]);
        } else {
            sample.includeBins(lowest, highest);
        }
    }

    private boolean addSmall(OpenSample sample, float[] values, int from, int to) {
        ExtremeScan.scan(values, from, to, minMax);
        if (!Float.isFinite(minMax[0]) || !Float.isFinite(minMax[1])) {
            return false;
        }
        if (!pending.fits(to - from)) {
            pending.moveTo(pages, flat, hasManyZeros());
        }
        pending.add(values, from, to);
        sample.include(minMax[0], minMax[1]);
        return true;
    }

    private boolean addLarge(OpenSample sample, float[] values, int from, int to) {
        if (!flat.count(values, from, to, hasManyZeros(), pages)) {
            return false;
        }
        int lowest = flat.lowest();
        int highest = flat.highest();
        flat.moveTo(pages);
        if (sample.needsExact(lowest, highest)) {
            ExtremeScan.scan(values, from, to, minMax);
            sample.include(minMax[0], minMax[1]);
        } else {
            sample.includeBins(lowest, highest);
        }
        return true;
    }

    /** Whether zeros were an eighth of the values so far, or more. */
    private boolean hasManyZeros() {
        long[] page = pages[0];
        return page != null && page[0] * 8 >= count;
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
        pending.moveTo(pages, flat, hasManyZeros());
        return new TensorStatistics(
                BinadeHistogram.ofPages(pages),
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
