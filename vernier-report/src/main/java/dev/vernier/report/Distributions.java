package dev.vernier.report;

import dev.vernier.calibrator.Calibrator;
import dev.vernier.calibrator.Calibrators;
import dev.vernier.calibrator.ExpectedError;
import dev.vernier.numeric.LinearScheme;
import dev.vernier.numeric.Range;
import dev.vernier.report.Layer.Alternative;
import dev.vernier.report.Layer.Distribution;
import dev.vernier.statistics.BinadeHistogram;
import dev.vernier.statistics.Extremes;
import dev.vernier.statistics.TensorStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Draws histograms of equal bins out of statistics, for people to look at.
 *
 * <p>The window is what was seen, but no further than twice the chosen range to either side: one
 * -3.4e38 does not hide the rest, and counts as below.
 */
final class Distributions {

    static final int BINS = 64;

    private final LinearScheme scheme;

    /**
     * @param scheme what the other calibrators choose ranges for
     */
    Distributions(LinearScheme scheme) {
        this.scheme = scheme;
    }

    /**
     * @param chosen the range that is used, if the value is quantized
     */
    Optional<Distribution> of(TensorStatistics statistics, Optional<Range> chosen) {
        return statistics.extremes().map(extremes -> of(statistics, extremes, chosen));
    }

    private Distribution of(
            TensorStatistics statistics, Extremes extremes, Optional<Range> chosen) {
        double from = extremes.min();
        double to = extremes.max();
        if (chosen.isPresent() && chosen.get().width() > 0) {
            double width = chosen.get().width();
            from = Math.max(from, chosen.get().min() - 2 * width);
            to = Math.min(to, chosen.get().max() + 2 * width);
        }
        if (!(from < to)) {
            from = extremes.min() - Math.max(1e-6, Math.abs(extremes.min()) * 1e-3);
            to = extremes.max() + Math.max(1e-6, Math.abs(extremes.max()) * 1e-3);
        }
        long[] counts = new long[BINS];
        long below = 0;
        long above = 0;
        BinadeHistogram values = statistics.values();
        for (int i = 0; i < values.size(); i++) {
            // The middle of an outermost bin may lie outside of what was seen.
            double middle =
                    Math.min(Math.max(middle(values.binAt(i)), extremes.min()), extremes.max());
            double at = (middle - from) / (to - from) * BINS;
            if (at >= 0 && at <= BINS) {
                counts[(int) Math.min(at, BINS - 1)] += values.countAt(i);
            } else if (at < 0) {
                below += values.countAt(i);
            } else {
                above += values.countAt(i);
            }
        }
        List<Long> list = new ArrayList<>();
        for (long count : counts) {
            list.add(count);
        }
        return new Distribution(
                Rounded.of(from),
                Rounded.of(to),
                list,
                below,
                above,
                Rounded.of(extremes.min()),
                Rounded.of(extremes.max()),
                statistics.count(),
                alternatives(statistics));
    }

    private List<Alternative> alternatives(TensorStatistics statistics) {
        List<Alternative> alternatives = new ArrayList<>();
        for (Calibrator calibrator : Calibrators.methods()) {
            Range range = calibrator.range(statistics, scheme);
            ExpectedError error = ExpectedError.of(statistics, scheme.parametersFor(range));
            alternatives.add(
                    new Alternative(
                            calibrator.name(),
                            Rounded.of(range.min()),
                            Rounded.of(range.max()),
                            Rounded.decibel(error.signalToNoise())));
        }
        return alternatives;
    }

    /** The share of values outside of a range. */
    static double clipped(TensorStatistics statistics, double min, double max) {
        BinadeHistogram values = statistics.values();
        long outside = 0;
        for (int i = 0; i < values.size(); i++) {
            int bin = values.binAt(i);
            // A bin counts as outside with its inner edge: what an end falls into is not clipped.
            double edge = BinadeHistogram.innerEdge(bin);
            outside += edge < min || edge > max ? values.countAt(i) : 0;
        }
        return values.total() == 0 ? 0 : (double) outside / values.total();
    }

    private static double middle(int bin) {
        return ((double) BinadeHistogram.innerEdge(bin) + BinadeHistogram.outerEdge(bin)) / 2;
    }
}
