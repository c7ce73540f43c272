package dev.vernier.benchmarks;

import dev.vernier.calibrator.Calibrators;
import dev.vernier.numeric.LinearScheme;
import dev.vernier.numeric.Range;
import dev.vernier.statistics.ModelDigest;
import dev.vernier.statistics.StatisticsAccumulator;
import dev.vernier.statistics.TensorStatistics;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Statistics of one tensor on one thread: microseconds to gather them, and to search them.
 *
 * <p>{@code accumulateLarge} adds 1 Mi values a call, {@code accumulateSmall} 8 Ki; divide for the
 * cost of a value. {@code calibrate} is the whole {@code auto}. Each call is a sample: on a machine
 * that others use too, medians and minima compare, averages do not.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class StatisticsBenchmark {

    private static final int LARGE = 1 << 20;
    private static final int SMALL = 1 << 13;
    private static final ModelDigest MODEL = new ModelDigest("0".repeat(64));

    @Param({"gaussian", "relu"})
    private String values = "gaussian";

    private final float[] large = new float[LARGE];
    private final float[] small = new float[SMALL];
    private StatisticsAccumulator seen = new StatisticsAccumulator();
    private TensorStatistics statistics = TensorStatistics.EMPTY;
    private long sample;

    @Setup
    public void fill() {
        Random random = new Random(1);
        boolean relu = values.equals("relu");
        for (int i = 0; i < LARGE; i++) {
            float value = (float) random.nextGaussian();
            large[i] = relu ? Math.max(0, value) : value;
        }
        System.arraycopy(large, 0, small, 0, SMALL);
        seen.begin("first");
        seen.add("x", large);
        statistics = seen.statistics(MODEL).tensor("x").orElseThrow();
        seen = new StatisticsAccumulator();
        seen.begin("extremes"); // after some samples a new one seldom has the largest value
        seen.add("x", new float[] {relu ? 0 : -100, 100});
    }

    @Benchmark
    public StatisticsAccumulator accumulateLarge() {
        seen.begin("sample-" + sample++);
        seen.add("x", large);
        return seen;
    }

    @Benchmark
    public StatisticsAccumulator accumulateSmall() {
        seen.begin("sample-" + sample++);
        seen.add("x", small);
        return seen;
    }

    @Benchmark
    public Range calibrate() {
        return Calibrators.automatic().range(statistics, LinearScheme.UINT8_AFFINE);
    }
}
