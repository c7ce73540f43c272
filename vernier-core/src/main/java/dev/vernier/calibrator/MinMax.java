package dev.vernier.calibrator;

import dev.vernier.numeric.LinearScheme;
import dev.vernier.numeric.Range;
import dev.vernier.statistics.Extremes;
import dev.vernier.statistics.TensorStatistics;

/** Covers every value seen: nothing is clipped. */
public record MinMax() implements Calibrator {

    @Override
    public String name() {
        return "min-max";
    }

    @Override
    public Range range(TensorStatistics statistics, LinearScheme scheme) {
        Extremes extremes = extremes(statistics);
        return fit(extremes.min(), extremes.max(), scheme);
    }

    /** The extremes of statistics with a finite value; all others are refused. */
    static Extremes extremes(TensorStatistics statistics) {
        return statistics
                .extremes()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "statistics must have a finite value; count=0, "
                                                + statistics.nonFinite()));
    }

    /** The range of the scheme's kind that covers both ends and zero, equations (1) and (6). */
    static Range fit(double min, double max, LinearScheme scheme) {
        Range range = new Range(finite(Math.min(min, 0)), finite(Math.max(max, 0)));
        return scheme.isSymmetric() ? range.symmetric() : range;
    }

    private static float finite(double end) {
        return (float) Math.min(Math.max(end, -Float.MAX_VALUE), Float.MAX_VALUE);
    }
}
