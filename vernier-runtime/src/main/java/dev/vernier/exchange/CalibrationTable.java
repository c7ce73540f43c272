package dev.vernier.exchange;

import dev.vernier.calibrator.Calibrator;
import dev.vernier.numeric.LinearScheme;
import dev.vernier.numeric.Range;
import dev.vernier.statistics.BinadeHistogram;
import dev.vernier.statistics.Extremes;
import dev.vernier.statistics.ModelDigest;
import dev.vernier.statistics.NonFinite;
import dev.vernier.statistics.StatisticsFile;
import dev.vernier.statistics.TensorStatistics;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The range of each tensor, as another tool chose or shall use it. Immutable.
 *
 * @param ranges by name of tensor, ascending
 */
public record CalibrationTable(Map<String, Range> ranges) {

    public CalibrationTable {
        ranges = Collections.unmodifiableMap(new TreeMap<>(ranges));
    }

    /**
     * The ranges that a calibrator chooses; a tensor without a finite value is left out.
     *
     * @param scheme symmetric for formats that keep one number a tensor
     */
    public static CalibrationTable of(
            StatisticsFile statistics, Calibrator calibrator, LinearScheme scheme) {
        Map<String, Range> ranges = new TreeMap<>();
        statistics
                .tensors()
                .forEach(
                        (name, tensor) -> {
                            if (tensor.extremes().isPresent()) {
                                ranges.put(name, calibrator.range(tensor, scheme));
                            }
                        });
        return new CalibrationTable(ranges);
    }

    /**
     * Statistics whose only values are the two ends of each range, so that covering all values
     * ({@link dev.vernier.calibrator.MinMax}) gives the ranges back.
     *
     * @param model what they will say they belong to: the table does not know
     * @param source stands for the sample
     */
    public StatisticsFile statistics(ModelDigest model, String source) {
        Map<String, TensorStatistics> tensors = new TreeMap<>();
        ranges.forEach((name, range) -> tensors.put(name, ends(range, source)));
        return new StatisticsFile(model, 1, tensors);
    }

    private static TensorStatistics ends(Range range, String source) {
        BinadeHistogram min = one(range.min());
        BinadeHistogram max = one(range.max());
        return new TensorStatistics(
                min.merge(max),
                min,
                max,
                Optional.of(new Extremes(range.min(), source, range.max(), source)),
                NonFinite.NONE,
                Optional.empty());
    }

    private static BinadeHistogram one(float value) {
        return BinadeHistogram.of(new int[] {BinadeHistogram.bin(value)}, new long[] {1});
    }
}
