package dev.vernier.statistics;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Gathers the statistics of each dimension of many vectors of one length, as if every dimension
 * were a tensor and every vector a sample: embeddings, before their columns are quantized.
 *
 * <p>A value is its sample's smallest and largest, so the histograms of sample extremes equal that
 * of the values, but for -0.0, which is 0.0 as an extreme. Samples have no names. NaN and
 * infinities are counted and left out. Memory: some 40 KB a dimension, whatever the number of
 * vectors. Time: 5 to 10 ns a value. Not thread-safe.
 */
public final class DimensionAccumulator {

    private static final int PAGE_BITS = 8;
    private static final int PAGE_SIZE = 1 << PAGE_BITS;
    private static final int PAGES =
            ((BinadeHistogram.LAST_BIN - BinadeHistogram.FIRST_BIN) >> PAGE_BITS) + 1;
    private static final int NEGATIVE_ZERO = Float.floatToRawIntBits(-0.0f);
    private static final Optional<String> NAMELESS = Optional.of("");

    private final long[][][] pages;
    private final long[] negativeZeros;
    private final float[] minima;
    private final float[] maxima;
    private final NonFinite[] nonFinite;
    private long vectors;

    /**
     * @param dimensions the length of all vectors
     */
    public DimensionAccumulator(int dimensions) {
        pages = new long[dimensions][PAGES][];
        negativeZeros = new long[dimensions];
        minima = new float[dimensions];
        maxima = new float[dimensions];
        nonFinite = new NonFinite[dimensions];
        Arrays.fill(minima, Float.POSITIVE_INFINITY);
        Arrays.fill(maxima, Float.NEGATIVE_INFINITY);
        Arrays.fill(nonFinite, NonFinite.NONE);
    }

    /**
     * Adds a vector.
     *
     * @throws IllegalArgumentException if it has another length
     */
    public void add(float[] vector) {
        if (vector.length != pages.length) {
            throw new IllegalArgumentException(
                    "vector must be as long as the others; length=%d, others=%d"
                            .formatted(vector.length, pages.length));
        }
        vectors++;
        for (int dimension = 0; dimension < vector.length; dimension++) {
            float value = vector[dimension];
            if (Float.isFinite(value)) {
                if (Float.floatToRawIntBits(value) == NEGATIVE_ZERO) {
                    negativeZeros[dimension]++;
                } else {
                    count(pages[dimension], value);
                }
                minima[dimension] = Math.min(minima[dimension], value);
                maxima[dimension] = Math.max(maxima[dimension], value);
            } else {
                nonFinite[dimension] = nonFinite[dimension].merge(nonFinite(value));
            }
        }
    }

    private static void count(long[][] counts, float value) {
        int bin = BinadeHistogram.bin(value) - BinadeHistogram.FIRST_BIN;
        int page = bin >> PAGE_BITS;
        if (counts[page] == null) {
            counts[page] = new long[PAGE_SIZE];
        }
        counts[page][bin & (PAGE_SIZE - 1)]++;
    }

    private static NonFinite nonFinite(float value) {
        return new NonFinite(
                Float.isNaN(value) ? 1 : 0,
                value == Float.POSITIVE_INFINITY ? 1 : 0,
                value == Float.NEGATIVE_INFINITY ? 1 : 0,
                NAMELESS);
    }

    /**
     * The statistics of all vectors so far.
     *
     * @param owner what the statistics will say they belong to
     */
    public StatisticsFile statistics(ModelDigest owner) {
        Map<String, TensorStatistics> tensors = new TreeMap<>();
        for (int dimension = 0; dimension < pages.length; dimension++) {
            tensors.put(name(dimension), statistics(dimension));
        }
        return new StatisticsFile(owner, vectors, tensors);
    }

    /** What a dimension is called; names sort as numbers do. */
    public static String name(int dimension) {
        return "%010d".formatted(dimension);
    }

    private TensorStatistics statistics(int dimension) {
        BinadeHistogram others = histogram(pages[dimension]);
        long zeros = negativeZeros[dimension];
        BinadeHistogram values = others.merge(only(BinadeHistogram.bin(-0.0f), zeros));
        BinadeHistogram sampleExtremes = others.merge(only(BinadeHistogram.bin(0.0f), zeros));
        return new TensorStatistics(
                values,
                sampleExtremes,
                sampleExtremes,
                values.total() == 0
                        ? Optional.empty()
                        : Optional.of(new Extremes(minima[dimension], "", maxima[dimension], "")),
                nonFinite[dimension],
                Optional.empty());
    }

    /** So many values in one bin. */
    private static BinadeHistogram only(int bin, long count) {
        return count == 0
                ? BinadeHistogram.EMPTY
                : BinadeHistogram.of(new int[] {bin}, new long[] {count});
    }

    private static BinadeHistogram histogram(long[][] counts) {
        int[] bins = new int[PAGES * PAGE_SIZE];
        long[] found = new long[bins.length];
        int size = 0;
        for (int page = 0; page < counts.length; page++) {
            for (int i = 0; counts[page] != null && i < PAGE_SIZE; i++) {
                if (counts[page][i] > 0) {
                    bins[size] = (page << PAGE_BITS) + i + BinadeHistogram.FIRST_BIN;
                    found[size++] = counts[page][i];
                }
            }
        }
        return BinadeHistogram.of(Arrays.copyOf(bins, size), Arrays.copyOf(found, size));
    }
}
