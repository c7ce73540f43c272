package dev.vernier.calibrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.numeric.CodeBook;
import dev.vernier.numeric.IntegerType;
import dev.vernier.numeric.LinearScheme;
import dev.vernier.numeric.Range;
import dev.vernier.statistics.BinadeHistogram;
import dev.vernier.statistics.TensorStatistics;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Against equation (14) with P and Q spelled out, for every end that the histogram knows. */
class EntropyTest {

    private static final long SEED = 515;
    private static final int LENGTH = 100_000;

    @ParameterizedTest
    @EnumSource
    void noEndOfABinIsMoreThanOnePercentBetter(Tensors.Family family) {
        TensorStatistics statistics = Tensors.statistics(Tensors.values(family, LENGTH, SEED));
        for (int bits : new int[] {3, 4, 8}) {
            for (LinearScheme scheme :
                    new LinearScheme[] {
                        LinearScheme.symmetric(new IntegerType(bits, true)),
                        LinearScheme.affine(new IntegerType(bits, false))
                    }) {
                Range chosen = new Entropy().range(statistics, scheme);
                double divergence = slow(statistics, scheme, chosen.largestMagnitude());
                Magnitudes both = Magnitudes.both(statistics);
                Divergence fast = Entropy.divergence(statistics, scheme);
                double median = both.quantile((both.count() + 1) / 2);
                for (int bin = 0; bin < both.bins(); bin++) {
                    double end = both.upper(bin);
                    if (end >= median) {
                        String what = "%s, %s, %s, end %s".formatted(family, scheme, chosen, end);
                        assertThat(divergence).as(what).isLessThanOrEqualTo(1.01 * fast.of(end));
                        assertThat(fast.floor(end)).as(what).isLessThanOrEqualTo(fast.of(end));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void theFastDivergenceIsThatOfTheDefinition(Tensors.Family family) {
        TensorStatistics statistics = Tensors.statistics(Tensors.values(family, 3_000, SEED));
        for (LinearScheme scheme :
                new LinearScheme[] {LinearScheme.INT8_SYMMETRIC, LinearScheme.UINT8_AFFINE}) {
            double largest = Magnitudes.both(statistics).largest();
            for (int i = 1; i <= 40; i++) {
                double end = largest * i / 40;
                double slow = slow(statistics, scheme, end);
                double fast = Entropy.divergence(statistics, scheme).of(end);
                if (Double.isInfinite(slow)) {
                    assertThat(fast).isEqualTo(slow);
                } else {
                    assertThat(fast)
                            .as("%s, %s, end %s", family, scheme, end)
                            .isCloseTo(slow, Offset.offset(1e-9));
                }
            }
        }
    }

    @Test
    void clipsALonelyOutlierButNotABoundedTensor() {
        float[] values = Tensors.values(Tensors.Family.OUTLIER, LENGTH, SEED);
        Range range = new Entropy().range(Tensors.statistics(values), LinearScheme.INT8_SYMMETRIC);
        assertThat(range.max()).isLessThan(20f);
        float[] uniform = Tensors.values(Tensors.Family.UNIFORM, LENGTH, SEED);
        TensorStatistics bounded = Tensors.statistics(uniform);
        assertThat(new Entropy().range(bounded, LinearScheme.UINT8_AFFINE).max())
                .isCloseTo(2f, Percentage.withPercentage(1));
    }

    @Test
    void aboveEightBitsIsTheWholeRange() {
        TensorStatistics outlier =
                Tensors.statistics(Tensors.values(Tensors.Family.OUTLIER, LENGTH, SEED));
        LinearScheme scheme = LinearScheme.symmetric(IntegerType.INT16);
        assertThat(new Entropy().range(outlier, scheme))
                .isEqualTo(new MinMax().range(outlier, scheme));
    }

    @ParameterizedTest
    @EnumSource
    void codeBooksMergeIntoTheirOwnLevels(Tensors.Family family) {
        TensorStatistics statistics = Tensors.statistics(Tensors.values(family, 3_000, SEED));
        for (CodeBook book : Tensors.codeBooks()) {
            Divergence fast = Divergence.ofBook(statistics, book);
            Magnitudes both = Magnitudes.both(statistics);
            Range chosen = new Entropy().range(statistics, book);
            double least = slow(statistics, book, chosen.max());
            double median = both.quantile((both.count() + 1) / 2);
            for (int bin = 0; bin < both.bins(); bin++) {
                double end = both.upper(bin);
                String what = "%s, %s, %s, end %s".formatted(family, book, chosen, end);
                assertThat(fast.floor(end)).as(what).isLessThanOrEqualTo(fast.of(end));
                if (end >= median) {
                    assertThat(least).as(what).isLessThanOrEqualTo(1.01 * fast.of(end) + 1e-9);
                }
            }
            for (int i = 1; i <= 10; i++) {
                double end = both.largest() * i / 10;
                double slow = slow(statistics, book, end);
                if (Double.isInfinite(slow)) {
                    assertThat(fast.of(end)).isEqualTo(slow);
                } else {
                    assertThat(fast.of(end)).isCloseTo(slow, Offset.offset(1e-9));
                }
            }
        }
    }

    private static double slow(TensorStatistics statistics, CodeBook book, double end) {
        int bins = 1024;
        int[] levels = new int[bins];
        for (int bin = 0; bin < bins; bin++) {
            double middle = (2.0 * (bin + 0.5) / bins - 1) * book.largest();
            levels[bin] = book.nearest((float) middle);
        }
        return slow(statistics, false, -end, end, levels);
    }

    private static double slow(TensorStatistics statistics, LinearScheme scheme, double end) {
        double least = statistics.extremes().orElseThrow().min();
        double most = statistics.extremes().orElseThrow().max();
        boolean symmetric = scheme.isSymmetric();
        double low = symmetric ? 0 : Math.max(Math.min(least, 0), -end);
        double high = symmetric ? end : Math.min(Math.max(most, 0), end);
        int bins = symmetric ? 512 : 1024;
        int levels = 1 << (symmetric ? scheme.type().bits() - 1 : scheme.type().bits());
        int[] levelOf = IntStream.range(0, bins).map(bin -> bin / (bins / levels)).toArray();
        return slow(statistics, symmetric, low, high, levelOf);
    }

    /** P and Q as arrays, from the bins of the histogram spread evenly; a level for each bin. */
    private static double slow(
            TensorStatistics statistics, boolean symmetric, double low, double high, int[] levels) {
        double least = statistics.extremes().orElseThrow().min();
        double most = statistics.extremes().orElseThrow().max();
        int bins = levels.length;
        double[] inside = new double[bins + 2]; // a tail at each end
        for (Map.Entry<Integer, Long> bin : bins(statistics, symmetric).entrySet()) {
            int number = bin.getKey();
            double smallest = symmetric ? 0 : least;
            double largest = symmetric ? Math.max(-least, most) : most;
            double a = clamp(BinadeHistogram.innerEdge(number), smallest, largest);
            double b = clamp(BinadeHistogram.outerEdge(number), smallest, largest);
            // A single value in the outermost bin is the exact extreme.
            a = (b == least || b == largest) && bin.getValue() == 1 ? b : a;
            double count = bin.getValue();
            spread(inside, low, high, Math.min(a, b), Math.max(a, b), count);
        }
        double[] p = java.util.Arrays.copyOfRange(inside, 1, bins + 1);
        double[] q = merged(p, levels);
        p[0] += inside[0];
        p[bins - 1] += inside[bins + 1];
        return divergence(p, q);
    }

    /** Without zeros; folded to magnitudes if {@code symmetric}. */
    private static Map<Integer, Long> bins(TensorStatistics statistics, boolean symmetric) {
        BinadeHistogram values = statistics.values();
        Map<Integer, Long> bins = new TreeMap<>();
        for (int i = 0; i < values.size(); i++) {
            int bin = values.binAt(i);
            if (bin != 0 && bin != -1) {
                int key = symmetric && bin < 0 ? -1 - bin : bin;
                bins.merge(key, values.countAt(i), Long::sum);
            }
        }
        return bins;
    }

    private static double clamp(double value, double low, double high) {
        return Math.min(Math.max(value, low), high);
    }

    private static void spread(
            double[] bins, double low, double high, double a, double b, double count) {
        int size = bins.length - 2;
        double width = (high - low) / size;
        for (int bin = 0; bin < bins.length; bin++) {
            double from = bin == 0 ? Double.NEGATIVE_INFINITY : low + (bin - 1) * width;
            double to = bin <= size ? low + bin * width : Double.POSITIVE_INFINITY;
            if (bin == size) {
                to = high;
            } else if (bin == size + 1) {
                from = high;
            }
            if (a == b) {
                // A bin owns its end away from zero.
                boolean owned = a > 0 ? from < a && a <= to : from <= a && a < to;
                bins[bin] += owned ? count : 0;
            } else {
                double part = Math.min(b, to) - Math.max(a, from);
                bins[bin] += part > 0 ? count * (part / (b - a)) : 0;
            }
        }
    }

    private static double[] merged(double[] p, int... levels) {
        double[] q = new double[p.length];
        for (int bin = 0; bin < p.length; bin++) {
            double sum = 0;
            int used = 0;
            for (int other = 0; other < p.length; other++) {
                boolean together = levels[other] == levels[bin];
                sum += together ? p[other] : 0;
                used += together && p[other] > 0 ? 1 : 0;
            }
            q[bin] = p[bin] > 0 ? sum / used : 0;
        }
        return q;
    }

    private static double divergence(double[] p, double[] q) {
        double sumP = java.util.Arrays.stream(p).sum();
        double sumQ = java.util.Arrays.stream(q).sum();
        double divergence = 0;
        for (int bin = 0; bin < p.length; bin++) {
            if (p[bin] > 0 && q[bin] == 0) {
                return Double.POSITIVE_INFINITY;
            }
            if (p[bin] > 0) {
                divergence += p[bin] / sumP * StrictMath.log(p[bin] / sumP / (q[bin] / sumQ));
            }
        }
        return divergence;
    }
}
