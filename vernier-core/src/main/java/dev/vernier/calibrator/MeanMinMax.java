package dev.vernier.calibrator;

import dev.vernier.numeric.LinearScheme;
import dev.vernier.numeric.Range;
import dev.vernier.statistics.BinadeHistogram;
import dev.vernier.statistics.Extremes;
import dev.vernier.statistics.TensorStatistics;

/**
 * Covers from the mean of the samples' minima to the mean of their maxima: one odd sample moves the
 * range little.
 *
 * <p>The means are those of the bins' middles, within 0.2 % of each sample's extreme.
 */
public record MeanMinMax() implements Calibrator {

    @Override
    public String name() {
        return "mean-min-max";
    }

    @Override
    public Range range(TensorStatistics statistics, LinearScheme scheme) {
        Extremes extremes = MinMax.extremes(statistics);
        return MinMax.fit(
                mean(statistics.sampleMinima(), extremes),
                mean(statistics.sampleMaxima(), extremes),
                scheme);
    }

    private static double mean(BinadeHistogram histogram, Extremes within) {
        double sum = 0;
        for (int i = 0; i < histogram.size(); i++) {
            int bin = histogram.binAt(i);
            double inner = clamp(BinadeHistogram.innerEdge(bin), within);
            double outer = clamp(BinadeHistogram.outerEdge(bin), within);
            sum += histogram.countAt(i) * ((inner + outer) / 2);
        }
        return sum / histogram.total();
    }

    private static double clamp(double value, Extremes within) {
        return Math.min(Math.max(value, within.min()), within.max());
    }
}
