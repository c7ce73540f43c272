package dev.vernier.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Fills the statistics of one tensor, whose values are counted by the groups that it takes them
 * with.
 *
 * <p>A sample is open from {@link #begin} to {@link #end}, and may add any number of arrays. Not
 * thread-safe.
 */
final class TensorAccumulator {

    private final Optional<ChannelAccumulator> channels;
    private final List<TensorGroup> groups = new ArrayList<>();
    private final TreeMap<Integer, Long> sampleMinima = new TreeMap<>();
    private final TreeMap<Integer, Long> sampleMaxima = new TreeMap<>();

    private Optional<Extremes> extremes = Optional.empty();
    private Optional<OpenSample> open = Optional.empty();

    TensorAccumulator(Optional<ChannelAccumulator> channels) {
        this.channels = channels;
    }

    /** The values of a group are this tensor's too. */
    void join(TensorGroup group) {
        groups.add(group);
    }

    boolean isOpen() {
        return open.isPresent();
    }

    void begin(String sample) {
        open = Optional.of(new OpenSample(sample, extremes));
    }

    /** The name of the open sample. */
    String openSample() {
        return open.orElseThrow().name();
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

    /** Adds the extremes of an array that a group counts to the open sample. */
    void include(float min, float max) {
        open.orElseThrow().include(min, max);
    }

    /** As above. */
    void include(ArrayExtremes array) {
        open.orElseThrow().include(array);
    }

    /** The statistics of the samples that were closed. */
    TensorStatistics statistics() {
        BinadeHistogram values = BinadeHistogram.EMPTY;
        NonFinite nonFinite = NonFinite.NONE;
        for (TensorGroup group : groups) {
            values = values.merge(group.values());
            nonFinite = nonFinite.merge(group.nonFinite());
        }
        return new TensorStatistics(
                values,
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
