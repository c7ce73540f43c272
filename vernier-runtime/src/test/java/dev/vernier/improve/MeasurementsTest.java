package dev.vernier.improve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.vernier.graph.Model;
import dev.vernier.improve.matrix.Rows;
import dev.vernier.target.Targets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** That what is measured ahead is what would have been measured, and is not measured again. */
class MeasurementsTest {

    private static final long SEED = 12;
    private static final int DEPTH = 12;
    private static final List<Integer> FIRST = List.of(0);
    private static final List<Integer> BOTH = List.of(0, 1);

    private final Random random = new Random(SEED);
    private final Rows rows = Nets.rows(16 * 24, DEPTH, random);
    private final Candidate start =
            Nets.planned(Nets.product(Nets.gaussian(DEPTH * Nets.CHANNELS, random), DEPTH), rows);
    private final OutputError error =
            Observation.of(
                            Model.of(8, start.graph()),
                            Path.of("."),
                            Targets.ONNXRUNTIME_CPU,
                            start,
                            SampleSplit.of(Nets.samples(rows)),
                            new RowStore())
                    .error();
    private final AtomicInteger made = new AtomicInteger();
    private final List<Change> changes =
            List.of(
                    candidate -> {
                        made.incrementAndGet();
                        return candidate;
                    },
                    candidate -> candidate);

    @Test
    void whatIsLikelyNextIsMeasuredBesideAndOnce() {
        assumeThat(ForkJoinPool.getCommonPoolParallelism()).isPositive();
        Measurements measurements = new Measurements(error, start, changes);

        Optional<Accuracy> first = measurements.of(FIRST, Optional.of(BOTH));
        assertThat(made).hasValue(2);
        Optional<Accuracy> both = measurements.of(BOTH, Optional.empty());

        assertThat(made).hasValue(2);
        assertThat(first).contains(error.accuracy(start));
        assertThat(both).contains(error.accuracy(start));
    }

    @Test
    void whatNobodyExpectedIsMeasuredWhenItIsAskedFor() {
        Measurements measurements = new Measurements(error, start, changes);

        measurements.of(FIRST, Optional.empty());
        assertThat(made).hasValue(1);
        measurements.of(BOTH, Optional.empty());

        assertThat(made).hasValue(2);
    }
}
