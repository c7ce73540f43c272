package dev.vernier.calibrator;

import dev.vernier.statistics.BinadeHistogram;
import dev.vernier.statistics.Extremes;
import dev.vernier.statistics.TensorStatistics;
import java.util.Arrays;

/**
 * How many values there are up to any magnitude, with their sum and sum of squares: the histogram
 * of one side of zero, or of both folded together, as running totals from zero outwards.
 *
 * <p>Inside a bin the values count as evenly spread; the outermost bins end at the exact extremes.
 * Zeros, as {@link BinadeHistogram#zeros} has them, are left out. Running totals start at zero so
 * that one huge outlier, added last, takes no digit from the others. Immutable; a question costs
 * some nanoseconds.
 */
final class Magnitudes {

    private final double[] lower;
    private final double[] upper;

    /** Totals of the bins before the i-th; the last element is the total of all. */
    private final long[] counts;

    private final double[] sums;
    private final double[] squares;

    /** For a bin's number, less that of the first in use: how many bins in use are below it. */
    private final int[] ranks;

    private final int firstBin;

    /** From bins of magnitudes in ascending order, those with a positive count. */
    private Magnitudes(int[] bins, long[] binCounts, double smallest, double largest) {
        int size = bins.length;
        lower = new double[size];
        upper = new double[size];
        counts = new long[size + 1];
        sums = new double[size + 1];
        squares = new double[size + 1];
        for (int i = 0; i < size; i++) {
            upper[i] = Math.min(BinadeHistogram.outerEdge(bins[i]), largest);
            lower[i] =
                    i == size - 1 && binCounts[i] == 1
                            ? upper[i] // the only value there is the exact extreme
                            : Math.max(BinadeHistogram.innerEdge(bins[i]), smallest);
            counts[i + 1] = counts[i] + binCounts[i];
            sums[i + 1] = sums[i] + binCounts[i] * mean(lower[i], upper[i]);
            squares[i + 1] = squares[i] + binCounts[i] * meanSquare(lower[i], upper[i]);
        }
        firstBin = size == 0 ? 0 : bins[0];
        ranks = new int[size == 0 ? 0 : bins[size - 1] - firstBin + 1];
        for (int i = 0, bin = 0; bin < ranks.length; bin++) {
            i += bins[i] < firstBin + bin ? 1 : 0;
            ranks[bin] = i;
        }
    }

    /** No value at all. */
    static Magnitudes none() {
        return new Magnitudes(new int[0], new long[0], 0, 0);
    }

    /** The values above zero; the statistics have a finite value. */
    static Magnitudes positive(TensorStatistics statistics) {
        Extremes extremes = MinMax.extremes(statistics);
        return merged(statistics.values(), true, false, extremes.min(), extremes.max());
    }

    /** The magnitudes of the values below zero; the statistics have a finite value. */
    static Magnitudes negative(TensorStatistics statistics) {
        Extremes extremes = MinMax.extremes(statistics);
        return merged(statistics.values(), false, true, -extremes.max(), -extremes.min());
    }

    /** The magnitudes of all values; the statistics have a finite value. */
    static Magnitudes both(TensorStatistics statistics) {
        Extremes extremes = MinMax.extremes(statistics);
        return merged(
                statistics.values(),
                true,
                true,
                Math.max(extremes.min(), -extremes.max()),
                Math.max(-extremes.min(), extremes.max()));
    }

    /** Walks both sides from zero outwards. */
    private static Magnitudes merged(
            BinadeHistogram values,
            boolean positive,
            boolean negative,
            double smallest,
            double largest) {
        int[] bins = new int[values.size()];
        long[] counts = new long[values.size()];
        int size = 0;
        int above = positive ? values.indexOf(1) : values.size();
        int below = negative ? values.indexOf(-1) - 1 : -1;
        while (above < values.size() || below >= 0) {
            int up = above < values.size() ? values.binAt(above) : Integer.MAX_VALUE;
            int down = below >= 0 ? -1 - values.binAt(below) : Integer.MAX_VALUE;
            bins[size] = Math.min(up, down);
            counts[size] += up <= down ? values.countAt(above++) : 0;
            counts[size] += down <= up ? values.countAt(below--) : 0;
            size++;
        }
        return new Magnitudes(
                Arrays.copyOf(bins, size), Arrays.copyOf(counts, size), smallest, largest);
    }

    boolean isEmpty() {
        return lower.length == 0;
    }

    /** The number of values. */
    long count() {
        return counts[lower.length];
    }

    /** The number of bins in use. */
    int bins() {
        return lower.length;
    }

    /** The upper end of the i-th bin in use. */
    double upper(int i) {
        return upper[i];
    }

    /** The largest magnitude, 0 if there is none. */
    double largest() {
        return isEmpty() ? 0 : upper[upper.length - 1];
    }

    double sumOfSquares() {
        return squares[lower.length];
    }

    /** The number of values of at most {@code magnitude}, fractional inside a bin. */
    double countUpTo(double magnitude) {
        int bin = binOf(magnitude);
        return counts[bin] + countInside(bin, magnitude);
    }

    /** The sum of (x - point)² over the magnitudes x in (from, to]. */
    double squaredDistance(double from, double to, double point) {
        int first = binOf(from);
        int last = binOf(to);
        double partFirst = countInside(first, from);
        double partLast = countInside(last, to);
        double count = counts[last] - counts[first] + partLast - partFirst;
        double sum = sums[last] - sums[first];
        double square = squares[last] - squares[first];
        if (partLast > 0) {
            sum += partLast * mean(lower[last], to);
            square += partLast * meanSquare(lower[last], to);
        }
        if (partFirst > 0) {
            sum -= partFirst * mean(lower[first], from);
            square -= partFirst * meanSquare(lower[first], from);
        }
        return Math.max(square - 2 * point * sum + point * point * count, 0);
    }

    /**
     * The magnitude that {@code rank} values do not exceed.
     *
     * @param rank from 1 to {@link #count}
     */
    double quantile(long rank) {
        int at = Arrays.binarySearch(counts, rank);
        int bin = (at >= 0 ? at : -1 - at) - 1;
        double share = (double) (rank - counts[bin]) / (counts[bin + 1] - counts[bin]);
        return lower[bin] + share * (upper[bin] - lower[bin]);
    }

    /** The first bin in use that does not end at or below {@code magnitude}, or {@link #bins}. */
    private int binOf(double magnitude) {
        if (isEmpty() || magnitude >= upper[upper.length - 1]) {
            return lower.length;
        }
        int bin = BinadeHistogram.bin((float) magnitude) - firstBin;
        if (bin < 0) {
            return 0;
        }
        int rank = ranks[Math.min(bin, ranks.length - 1)];
        // The float next to the magnitude may lie in the bin above or in an outermost, cut bin.
        return magnitude >= upper[rank] ? rank + 1 : rank;
    }

    private double countInside(int bin, double magnitude) {
        if (bin == lower.length || magnitude <= lower[bin]) {
            return 0;
        }
        return (counts[bin + 1] - counts[bin])
                * ((magnitude - lower[bin]) / (upper[bin] - lower[bin]));
    }

    private static double mean(double from, double to) {
        return (from + to) / 2;
    }

    private static double meanSquare(double from, double to) {
        return (from * from + from * to + to * to) / 3;
    }
}
