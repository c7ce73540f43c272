package dev.vernier.statistics;

import java.util.Optional;

/**
 * What is known of one tensor's values over all samples seen: all that a calibrator reads.
 *
 * <p>{@link #merge} is associative, commutative and exact. NaN and infinities are counted apart and
 * in no histogram; whether they are refused is the caller's decision. A tensor that never had a
 * finite value has no extremes and empty histograms. Immutable.
 *
 * @param values every finite value
 * @param sampleMinima the smallest finite value of each sample that had one
 * @param sampleMaxima the largest finite value of each sample that had one
 * @param extremes exact smallest and largest finite value, with the samples that had them
 * @param nonFinite the values that were not finite
 * @param channels summaries by channel, where they were asked for
 */
public record TensorStatistics(
        BinadeHistogram values,
        BinadeHistogram sampleMinima,
        BinadeHistogram sampleMaxima,
        Optional<Extremes> extremes,
        NonFinite nonFinite,
        Optional<ChannelStatistics> channels) {

    /** No value at all. */
    public static final TensorStatistics EMPTY =
            new TensorStatistics(
                    BinadeHistogram.EMPTY,
                    BinadeHistogram.EMPTY,
                    BinadeHistogram.EMPTY,
                    Optional.empty(),
                    NonFinite.NONE,
                    Optional.empty());

    public TensorStatistics {
        if (sampleMinima.total() != sampleMaxima.total()
                || sampleMinima.total() > values.total()
                || sampleMinima.total() == 0 != (values.total() == 0)) {
            throw new IllegalArgumentException(
                    "samples must have one minimum and one maximum each; values=%d, minima=%d,"
                                    .formatted(values.total(), sampleMinima.total())
                            + " maxima="
                            + sampleMaxima.total());
        }
        if (extremes.isPresent() != (values.total() > 0)) {
            throw new IllegalArgumentException(
                    "extremes must be present if and only if there are values; extremes=%s, %s"
                            .formatted(extremes, values));
        }
        if (extremes.isPresent()) {
            checkOutermost("min", extremes.get().min(), values.binAt(0));
            checkOutermost("max", extremes.get().max(), values.binAt(values.size() - 1));
        }
    }

    private static void checkOutermost(String what, float value, int outermost) {
        int bin = BinadeHistogram.bin(value);
        // -0.0 is counted in bin -1, but is 0.0 as an extreme.
        if (bin != outermost && !(value == 0f && outermost == -1)) {
            throw new IllegalArgumentException(
                    "%s must lie in the outermost bin of the histogram; %s=%s, bin=%d"
                            .formatted(what, what, value, outermost));
        }
    }

    /** The number of finite values. */
    public long count() {
        return values.total();
    }

    /** The number of zeros, with magnitudes below 2^-134 among them. */
    public long zeros() {
        return values.zeros();
    }

    /** The number of samples with a finite value. */
    public long samples() {
        return sampleMinima.total();
    }

    /**
     * The statistics of both sets of samples.
     *
     * @throws IllegalArgumentException if both have channels, of different axis or number
     */
    public TensorStatistics merge(TensorStatistics other) {
        return new TensorStatistics(
                values.merge(other.values),
                sampleMinima.merge(other.sampleMinima),
                sampleMaxima.merge(other.sampleMaxima),
                extremes.isPresent() && other.extremes.isPresent()
                        ? Optional.of(extremes.get().merge(other.extremes.get()))
                        : extremes.or(other::extremes),
                nonFinite.merge(other.nonFinite),
                channels.isPresent() && other.channels.isPresent()
                        ? Optional.of(channels.get().merge(other.channels.get()))
                        : channels.or(other::channels));
    }
}
