package dev.vernier.calibrator;

import dev.vernier.numeric.CodeBook;
import dev.vernier.statistics.Extremes;
import dev.vernier.statistics.TensorStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * KL(P‖Q) of one tensor for any clipping end, equation (14), as {@link Entropy} describes it.
 *
 * <p>With the mass m of a level and its n non-empty bins, Q is m/n in each of them, so only P's own
 * logarithms and one a level are needed. Infinite where Q is zero and P is not: where there is a
 * tail but nothing beside the end. In nats. Cost of a question: some 20 µs. Not thread-safe.
 */
final class Divergence {

    private final Magnitudes positive;
    private final Magnitudes negative;
    private final double min;
    private final double max;

    /** The first bin of each level, and at last the number of bins. */
    private final int[] starts;

    private final double[] mass;

    private Divergence(
            Magnitudes positive, Magnitudes negative, double min, double max, int[] starts) {
        this.positive = positive;
        this.negative = negative;
        this.min = min;
        this.max = max;
        this.starts = starts;
        this.mass = new double[starts[starts.length - 1]];
    }

    /** Of |x| on [0, end]. */
    static Divergence ofMagnitudes(TensorStatistics statistics, int levels) {
        Magnitudes both = Magnitudes.both(statistics);
        return new Divergence(
                both, Magnitudes.none(), 0, both.largest(), equal(levels, Entropy.BINS_PER_SIDE));
    }

    /** Of x on [-end, end], as far as there are values. */
    static Divergence ofValues(TensorStatistics statistics, int levels) {
        Extremes extremes = MinMax.extremes(statistics);
        return new Divergence(
                Magnitudes.positive(statistics),
                Magnitudes.negative(statistics),
                Math.min(extremes.min(), 0),
                Math.max(extremes.max(), 0),
                equal(levels, 2 * Entropy.BINS_PER_SIDE));
    }

    private static int[] equal(int levels, int bins) {
        return IntStream.rangeClosed(0, levels).map(level -> level * (bins / levels)).toArray();
    }

    /** Of x on [-end, end], merged into the levels of a code book whose largest is the end. */
    static Divergence ofBook(TensorStatistics statistics, CodeBook book) {
        double largest = Magnitudes.both(statistics).largest();
        return new Divergence(
                Magnitudes.positive(statistics),
                Magnitudes.negative(statistics),
                -largest,
                largest,
                nearest(book, 2 * Entropy.BINS_PER_SIDE));
    }

    /** Each bin belongs to the level nearest to its middle; levels between two bins get none. */
    private static int[] nearest(CodeBook book, int bins) {
        float[] levels = book.levels();
        List<Integer> starts = new ArrayList<>();
        int level = 0;
        int before = -1;
        for (int bin = 0; bin < bins; bin++) {
            double middle = (2.0 * (bin + 0.5) / bins - 1) * book.largest();
            while (level < levels.length - 1
                    && middle > ((double) levels[level] + levels[level + 1]) / 2) {
                level++;
            }
            if (level != before) {
                starts.add(bin);
                before = level;
            }
        }
        starts.add(bins);
        return starts.stream().mapToInt(Integer::intValue).toArray();
    }

    /** The divergence if values beyond ±{@code end}, positive, are clipped. */
    double of(double end) {
        double low = Math.max(min, -end);
        double high = Math.min(max, end);
        double tailBelow = countUpTo(low);
        double tailAbove = total() - countUpTo(high);
        fill(low, high, tailBelow);
        int last = mass.length - 1;
        if ((tailBelow > 0 && mass[0] == 0) || (tailAbove > 0 && mass[last] == 0)) {
            return Double.POSITIVE_INFINITY;
        }
        double total = total();
        double inside = total - tailBelow - tailAbove;
        double divergence = 0;
        for (int i = 0; i < starts.length - 1; i++) {
            double below = i == 0 ? tailBelow : 0;
            double above = i == starts.length - 2 ? tailAbove : 0;
            divergence += level(starts[i], starts[i + 1] - starts[i], below, above);
        }
        return divergence / total + StrictMath.log(inside / total);
    }

    /**
     * A lower bound of {@link #of}: the divergence of P and Q merged into the outermost levels and
     * the rest, which merging cannot raise. Cost: some 100 ns.
     */
    double floor(double end) {
        double low = Math.max(min, -end);
        double high = Math.min(max, end);
        double width = (high - low) / mass.length;
        double below = countUpTo(low);
        double above = total() - countUpTo(high);
        double first = countUpTo(low + starts[1] * width) - below;
        int lastBins = mass.length - starts[starts.length - 2];
        double last = countUpTo(high) - countUpTo(high - lastBins * width);
        double total = total();
        return StrictMath.log((total - below - above) / total)
                + (merged(first, below) + merged(last, above)) / total;
    }

    private static double merged(double level, double tail) {
        return tail == 0 ? 0 : (level + tail) * StrictMath.log(1 + tail / level);
    }

    /** Σ p (ln p - ln(m/n)) over the bins of a level, whose outermost bins get the tails. */
    private double level(int first, int size, double tailBelow, double tailAbove) {
        double merged = 0;
        double divergence = 0;
        int used = 0;
        for (int bin = first; bin < first + size; bin++) {
            if (mass[bin] > 0) {
                double p = mass[bin];
                p += bin == first ? tailBelow : 0;
                p += bin == first + size - 1 ? tailAbove : 0;
                divergence += p * StrictMath.log(p);
                merged += mass[bin];
                used++;
            }
        }
        return used == 0
                ? 0
                : divergence - (merged + tailBelow + tailAbove) * StrictMath.log(merged / used);
    }

    private void fill(double low, double high, double countBelow) {
        double width = (high - low) / mass.length;
        double before = countBelow;
        for (int bin = 0; bin < mass.length; bin++) {
            double edge = bin == mass.length - 1 ? high : low + (bin + 1) * width;
            double upTo = countUpTo(edge);
            mass[bin] = Math.max(upTo - before, 0);
            before = upTo;
        }
    }

    private double countUpTo(double value) {
        return value >= 0
                ? negative.count() + positive.countUpTo(value)
                : negative.count() - negative.countUpTo(-value);
    }

    private double total() {
        return (double) negative.count() + positive.count();
    }
}
