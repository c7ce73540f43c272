package dev.vernier.benchmarks;

import dev.vernier.calibrator.Calibrator;
import dev.vernier.calibrator.Calibrators;
import dev.vernier.collect.CollectionOptions;
import dev.vernier.collect.Collector;
import dev.vernier.data.Sample;
import dev.vernier.data.Samples;
import dev.vernier.numeric.CodeBook;
import dev.vernier.numeric.LinearScheme;
import dev.vernier.statistics.StatisticsFile;
import dev.vernier.statistics.TensorStatistics;
import java.io.IOException;
import java.util.List;

/**
 * How long every calibrator searches over all tensors of a model, on one thread: at the first call
 * in a fresh process, and when warm. Also the size of the statistics.
 *
 * <p>Arguments as those of {@link CollectionCost}.
 */
public final class CalibratorSearch {

    private static final int ROUNDS = 10;

    private CalibratorSearch() {}

    public static void main(String... arguments) throws IOException {
        if (arguments.length != 4) {
            System.err.println("arguments must be: MODEL DATA PREPROCESSING|TOKENIZER SAMPLES");
            System.exit(2);
        }
        WatchedModel model = WatchedModel.read(arguments[0]);
        StatisticsFile statistics;
        try (Samples data = BenchmarkData.open(arguments[1], arguments[2]);
                Collector collector = model.collector()) {
            List<Sample> samples =
                    BenchmarkData.decoded(data, model, Integer.parseInt(arguments[3]));
            statistics =
                    collector.collect(Samples.of(samples), CollectionOptions.DEFAULT).statistics();
        }
        int tensors = statistics.tensors().size();
        System.out.printf(
                "%d samples, %d tensors, %.1f KB a tensor in the file%n",
                statistics.samples(), tensors, statistics.toBytes().length / 1e3 / tensors);
        measure(statistics, "uint8 affine", LinearScheme.UINT8_AFFINE, Calibrator::range);
        measure(statistics, "int8 symmetric", LinearScheme.INT8_SYMMETRIC, Calibrator::range);
        measure(statistics, "float8 e4m3", CodeBook.FLOAT8_E4M3FN, Calibrator::range);
    }

    /** Of a calibrator and the statistics of a tensor, on some kind of grid. */
    @FunctionalInterface
    private interface Search<G> {
        Object range(Calibrator calibrator, TensorStatistics statistics, G grid);
    }

    private static <G> void measure(
            StatisticsFile statistics, String name, G grid, Search<G> search) {
        double firstTotal = 0;
        double warmTotal = 0;
        for (Calibrator calibrator : Calibrators.methods()) {
            double first = milliseconds(statistics, calibrator, grid, search);
            double warm = first;
            for (int i = 0; i < ROUNDS; i++) {
                warm = Math.min(warm, milliseconds(statistics, calibrator, grid, search));
            }
            System.out.printf(
                    "%-14s %-18s first %7.1f ms   warm %7.1f ms%n",
                    name, calibrator.name(), first, warm);
            firstTotal += first;
            warmTotal += warm;
        }
        System.out.printf(
                "%-14s %-18s first %7.1f ms   warm %7.1f ms%n", name, "all", firstTotal, warmTotal);
    }

    private static <G> double milliseconds(
            StatisticsFile statistics, Calibrator calibrator, G grid, Search<G> search) {
        long start = System.nanoTime();
        for (TensorStatistics tensor : statistics.tensors().values()) {
            search.range(calibrator, tensor, grid);
        }
        return (System.nanoTime() - start) / 1e6;
    }
}
