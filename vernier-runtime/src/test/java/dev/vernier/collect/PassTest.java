package dev.vernier.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.vernier.data.ModelInputs;
import dev.vernier.data.Sample;
import dev.vernier.data.SampleCursor;
import dev.vernier.data.SampleTensor;
import dev.vernier.data.Samples;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Model;
import dev.vernier.runner.Runner;
import dev.vernier.runner.RunnerOptions;
import dev.vernier.runner.Runners;
import dev.vernier.runner.RunsAtOnce;
import dev.vernier.runner.TestModels;
import dev.vernier.statistics.ModelDigest;
import dev.vernier.statistics.StatisticsFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PassTest {

    private static final ModelDigest DIGEST = new ModelDigest("ab".repeat(32));
    private static final int SAMPLES = 20;
    private static final long GIGABYTE = 1L << 30;

    private final Set<Integer> begun = ConcurrentHashMap.newKeySet();
    private final AtomicInteger done = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();

    @TempDir private Path folder;

    @Test
    void samplesThatTakeTooMuchMemoryRunOneByOne() throws IOException {
        RunsAtOnce runs = new RunsAtOnce();
        runs.saw(GIGABYTE);

        StatisticsFile found = run(runs, CollectionOptions.DEFAULT, i -> {});

        assertThat(mostAtOnce).hasValue(1);
        assertThat(found.samples()).isEqualTo(SAMPLES);
    }

    @Test
    void othersRunAtTheSameTimeOnceOneWasSeen() throws IOException {
        assumeThat(Runtime.getRuntime().availableProcessors()).isGreaterThan(1);
        RunsAtOnce runs = new RunsAtOnce();
        runs.saw(1);
        CountDownLatch two = new CountDownLatch(2);

        run(runs, CollectionOptions.DEFAULT, i -> await(two));

        assertThat(two.getCount()).isZero();
    }

    @Test
    void asManyRunAsWereAskedFor() throws IOException {
        RunsAtOnce runs = new RunsAtOnce();
        runs.saw(GIGABYTE);
        CountDownLatch three = new CountDownLatch(3);

        run(runs, CollectionOptions.DEFAULT.withThreads(3), i -> await(three));

        assertThat(three.getCount()).isZero();
    }

    @Test
    void howManyRunAtOnceIsNotSeenInTheBytes() throws IOException {
        RunsAtOnce few = new RunsAtOnce();
        few.saw(GIGABYTE);
        StatisticsFile oneByOne = run(few, CollectionOptions.DEFAULT, i -> {});
        StatisticsFile many =
                run(new RunsAtOnce(), CollectionOptions.DEFAULT.withThreads(8), i -> {});

        assertThat(many.toBytes()).isEqualTo(oneByOne.toBytes());
    }

    private static void await(CountDownLatch latch) {
        latch.countDown();
        try {
            latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * @param reading called with the number of a sample when a run first reads it
     */
    private StatisticsFile run(
            RunsAtOnce runs, CollectionOptions options, Consumer<Integer> reading)
            throws IOException {
        begun.clear();
        done.set(0);
        Model model = TestModels.matMulReluLog();
        WatchedTensors watched = WatchedTensors.of(model.graph(), Set.of("h"), Set.of());
        List<Sample> samples =
                IntStream.range(0, SAMPLES).mapToObj(i -> sample(i, reading)).toList();
        try (Runner runner =
                        Runners.onnxRuntime(
                                model, folder, watched.computed(), RunnerOptions.DEFAULT);
                SampleCursor cursor = Samples.of(samples).cursor(ModelInputs.of(model.graph()))) {
            SampleFold fold = new SampleFold(runner, watched, Map.of(), runs);
            CollectionOptions counted =
                    options.withProgress((number, total) -> done.incrementAndGet());
            return new Pass(cursor, runner, fold, runs, counted).run(DIGEST);
        }
    }

    private Sample sample(int number, Consumer<Integer> reading) {
        SampleTensor values = SampleTensor.ofFloats(new long[] {1, 2}, number, -number);
        SampleTensor read =
                SampleTensor.ofStored(
                        ElementType.FLOAT,
                        values.shape(),
                        () -> {
                            begin(number, reading);
                            return ByteBuffer.allocate(8).put(values.bytes()).flip();
                        });
        return new Sample("s" + number, Map.of("x", read));
    }

    private void begin(int number, Consumer<Integer> reading) {
        if (begun.add(number)) {
            mostAtOnce.accumulateAndGet(begun.size() - done.get(), Math::max);
            reading.accept(number);
        }
    }
}
