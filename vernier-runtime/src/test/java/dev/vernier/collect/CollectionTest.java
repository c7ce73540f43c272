package dev.vernier.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.collect.CollectionOptions.NonFinitePolicy;
import dev.vernier.data.BadSampleException;
import dev.vernier.data.DataException;
import dev.vernier.data.Sample;
import dev.vernier.data.SampleCursor;
import dev.vernier.data.SampleTensor;
import dev.vernier.data.Samples;
import dev.vernier.graph.Attribute;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.Node;
import dev.vernier.graph.Opsets;
import dev.vernier.graph.Shape;
import dev.vernier.graph.ValueInfo;
import dev.vernier.runner.RunException;
import dev.vernier.runner.TestModels;
import dev.vernier.statistics.ModelDigest;
import dev.vernier.statistics.StatisticsFile;
import dev.vernier.statistics.TensorStatistics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CollectionTest {

    private static final ModelDigest DIGEST = new ModelDigest("ab".repeat(32));

    private final Path folder;

    CollectionTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Collection collect(Samples samples, CollectionOptions options, String... tensors)
            throws IOException {
        return Collection.collect(
                TestModels.matMulReluLog(), folder, DIGEST, Set.of(tensors), samples, options);
    }

    private static Sample sample(String name, float... values) {
        return new Sample(
                name,
                Map.of("x", SampleTensor.ofFloats(new long[] {values.length / 2, 2}, values)));
    }

    private static List<Sample> random(int count) {
        Random random = new Random(42);
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            float[] values = new float[2 * (1 + random.nextInt(50))];
            for (int j = 0; j < values.length; j++) {
                values[j] = (float) random.nextGaussian();
            }
            samples.add(sample("s" + i, values));
        }
        return samples;
    }

    private static TensorStatistics tensor(StatisticsFile file, String name) {
        return file.tensor(name).orElseThrow();
    }

    @Test
    void countsInputsAndWatchedTensors() throws IOException {
        Collection collected =
                collect(
                        Samples.of(sample("a", 1, 1), sample("b", 2, 0, 0, 3)),
                        CollectionOptions.DEFAULT,
                        "h");

        StatisticsFile statistics = collected.statistics();
        assertThat(statistics.model()).isEqualTo(DIGEST);
        assertThat(statistics.samples()).isEqualTo(2);
        assertThat(statistics.tensors().keySet()).containsExactly("h", "x");
        assertThat(tensor(statistics, "x").count()).isEqualTo(6);
        assertThat(tensor(statistics, "h").extremes().orElseThrow().max()).isEqualTo(6);
        assertThat(tensor(statistics, "h").extremes().orElseThrow().maxSample()).isEqualTo("b");
        assertThat(tensor(statistics, "h").extremes().orElseThrow().min()).isEqualTo(-2);
        assertThat(collected.notes())
                .containsExactly("only 2 samples: 32 or more give steadier ranges [few-samples]");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void anyOrderAndNumberOfThreadsGiveTheSameBytes(int threads) throws IOException {
        List<Sample> samples = random(100);
        byte[] expected =
                collect(Samples.of(samples), CollectionOptions.DEFAULT.withThreads(1), "h", "r")
                        .statistics()
                        .toBytes();
        Collections.shuffle(samples, new Random(threads));

        Collection shuffled =
                collect(
                        Samples.of(samples),
                        CollectionOptions.DEFAULT.withThreads(threads),
                        "h",
                        "r");

        assertThat(shuffled.statistics().toBytes()).isEqualTo(expected);
        assertThat(shuffled.notes()).isEmpty();
    }

    @Test
    void partsMergeToTheWhole() throws IOException {
        List<Sample> samples = random(60);
        CollectionOptions options = CollectionOptions.DEFAULT;

        StatisticsFile whole = collect(Samples.of(samples), options, "h").statistics();
        StatisticsFile first =
                collect(Samples.of(samples.subList(0, 17)), options, "h").statistics();
        StatisticsFile rest =
                collect(Samples.of(samples.subList(17, 60)), options, "h").statistics();

        assertThat(rest.merge(first).toBytes()).isEqualTo(whole.toBytes());
    }

    @Test
    void summarisesChannelsWhereAsked() throws IOException {
        StatisticsFile statistics =
                collect(
                                Samples.of(sample("a", 1, 1, 3, 0)),
                                CollectionOptions.DEFAULT.withChannelAxes(Map.of("h", 1)),
                                "h")
                        .statistics();

        assertThat(tensor(statistics, "h").channels().orElseThrow().magnitude(0)).isEqualTo(3);
        assertThat(tensor(statistics, "h").channels().orElseThrow().magnitude(1)).isEqualTo(3);
        assertThat(tensor(statistics, "x").channels()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20_000})
    void aConcatIsKnownFromItsInputs(int rows) throws IOException {
        List<Sample> samples = new ArrayList<>();
        Random random = new Random(rows);
        for (int i = 0; i < 6; i++) {
            float[] values = new float[2 * rows];
            for (int j = 0; j < values.length; j++) {
                values[j] = (float) (i + random.nextGaussian());
            }
            samples.add(sample("s" + i, values));
        }
        Set<String> all = Set.of("x", "h", "once", "twice");
        CollectionOptions options = CollectionOptions.DEFAULT.withThreads(2);

        StatisticsFile shared = joins(all, samples, options);

        StatisticsFile apart = joins(Set.of("once", "twice"), samples, options); // "h" unseen
        assertThat(shared.tensors()).containsOnlyKeys(all);
        assertThat(tensor(shared, "once")).isEqualTo(tensor(apart, "once"));
        assertThat(tensor(shared, "twice")).isEqualTo(tensor(apart, "twice"));
        assertThat(tensor(shared, "twice").count()).isEqualTo(5 * tensor(shared, "x").count());
        StatisticsFile channels = joins(all, samples, options.withChannelAxes(Map.of("once", 1)));
        assertThat(tensor(channels, "once").channels().orElseThrow().channels()).isEqualTo(4);
        assertThat(tensor(channels, "twice")).isEqualTo(tensor(shared, "twice"));
    }

    /** once = Concat(x, h), twice = Concat(h, once, once), along the second axis. */
    private StatisticsFile joins(
            Set<String> tensors, List<Sample> samples, CollectionOptions options)
            throws IOException {
        List<Attribute> second = List.of(Attribute.of("axis", 1));
        Graph graph =
                TestModels.matMulReluLog().graph().toBuilder()
                        .node(
                                Node.of("j1", "Concat", List.of("x", "h"), List.of("once"))
                                        .withAttributes(second))
                        .node(
                                Node.of(
                                                "j2",
                                                "Concat",
                                                List.of("h", "once", "once"),
                                                List.of("twice"))
                                        .withAttributes(second))
                        .build();
        return Collection.collect(
                        Model.of(8, graph),
                        folder,
                        DIGEST,
                        tensors,
                        Samples.of(samples),
                        options.withNonFinite(NonFinitePolicy.IGNORE))
                .statistics();
    }

    @Test
    void refusesAnEmptySet() {
        assertThatThrownBy(() -> collect(Samples.of(), CollectionOptions.DEFAULT, "h"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("at least one sample");
    }

    @Test
    void refusesNaNInASampleNamingInputAndSample() {
        List<Sample> samples = random(20);
        samples.set(12, sample("s12", 1, Float.NaN));
        samples.set(13, sample("s13", Float.NEGATIVE_INFINITY, 0));

        assertThatThrownBy(() -> collect(Samples.of(samples), CollectionOptions.DEFAULT, "h"))
                .isInstanceOf(NonFiniteException.class)
                .hasMessageStartingWith("input 'x' must be finite; sample=s12;")
                .hasMessageContaining("'x' 1 NaN, 1 infinite")
                .hasMessageContaining("--nonfinite=ignore");
    }

    @Test
    void refusesInfinityNamingTheNodeThatMadeIt() {
        assertThatThrownBy(
                        () ->
                                collect(
                                        Samples.of(sample("b", 1, 2), sample("a", -1, 0)),
                                        CollectionOptions.DEFAULT,
                                        "h",
                                        "y"))
                .isInstanceOf(NonFiniteException.class)
                .hasMessageStartingWith(
                        "tensor 'y' must be finite; it is not, from node 'log' (Log) on;"
                                + " sample=a;");
    }

    @Test
    void ignoresWhatIsNotFiniteWhereAsked() throws IOException {
        Collection collected =
                collect(
                        Samples.of(sample("a", -1, 0), sample("b", 1, 2)),
                        CollectionOptions.DEFAULT.withNonFinite(NonFinitePolicy.IGNORE),
                        "y");

        assertThat(tensor(collected.statistics(), "y").nonFinite().negativeInfinity()).isEqualTo(2);
        assertThat(collected.notes())
                .contains("left out of 'y': 0 NaN, 2 infinite, for example in sample a");
    }

    @Test
    void aMaskOfTheLowestFloatIsCountedAsItIs() throws IOException {
        StatisticsFile statistics =
                collect(Samples.of(sample("a", -3.4028235e38f, 0, 1, 1)), CollectionOptions.DEFAULT)
                        .statistics();

        assertThat(tensor(statistics, "x").extremes().orElseThrow().min())
                .isEqualTo(-Float.MAX_VALUE);
    }

    @Test
    void refusesTensorsThatAreNotThere() {
        assertThatThrownBy(() -> collect(Samples.of(), CollectionOptions.DEFAULT, "nothing"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tensor=nothing");
    }

    @Test
    void notesTensorsThatAreNotFloat() throws IOException {
        Model model =
                Model.of(
                        8,
                        Graph.builder("shape", Opsets.of(13))
                                .input(
                                        ValueInfo.tensor(
                                                "x", ElementType.FLOAT, TestModels.batchOf(2)))
                                .output(ValueInfo.tensor("s", ElementType.INT64, Shape.of(2)))
                                .node(Node.of("n", "Shape", List.of("x"), List.of("s")))
                                .build());

        Collection collected =
                Collection.collect(
                        model,
                        folder,
                        DIGEST,
                        Set.of("s"),
                        Samples.of(sample("a", 1, 2)),
                        CollectionOptions.DEFAULT);

        assertThat(collected.notes()).contains("no statistics of 's', which is INT64");
        assertThat(collected.statistics().tensors()).containsOnlyKeys("x");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void theFirstFailureInTheDataDecides(int threads) {
        List<Sample> samples = random(40);
        samples.set(
                20, new Sample("wrong", Map.of("x", SampleTensor.ofLongs(new long[] {2}, 1, 2))));
        samples.set(30, new Sample("none", Map.of()));

        assertThatThrownBy(
                        () ->
                                collect(
                                        Samples.of(samples),
                                        CollectionOptions.DEFAULT.withThreads(threads),
                                        "h"))
                .isInstanceOf(BadSampleException.class)
                .hasMessageStartingWith("wrong: sample must be what the model takes");
    }

    @Test
    void runFailuresNameTheSample() {
        Model model =
                Model.of(
                        8,
                        Graph.builder("fold", Opsets.of(13))
                                .input(
                                        ValueInfo.tensor(
                                                "x", ElementType.FLOAT, TestModels.batchOf(2)))
                                .input(ValueInfo.tensor("s", ElementType.INT64, Shape.of(1)))
                                .output(ValueInfo.tensor("y", ElementType.FLOAT, Shape.of(4)))
                                .node(Node.of("n", "Reshape", List.of("x", "s"), List.of("y")))
                                .build());
        Sample bad =
                new Sample(
                        "bad",
                        Map.of(
                                "x", SampleTensor.ofFloats(new long[] {1, 2}, 1, 2),
                                "s", SampleTensor.ofLongs(new long[] {1}, 5)));

        assertThatThrownBy(
                        () ->
                                Collection.collect(
                                        model,
                                        folder,
                                        DIGEST,
                                        Set.of("y"),
                                        Samples.of(bad),
                                        CollectionOptions.DEFAULT))
                .isInstanceOf(RunException.class)
                .hasMessageStartingWith("sample bad: model 'fold', node 'n'");
    }

    @Test
    void reportsProgress() throws IOException {
        List<String> seen = Collections.synchronizedList(new ArrayList<>());

        collect(
                Samples.of(random(5)),
                CollectionOptions.DEFAULT.withProgress(
                        (done, total) -> seen.add(done + "/" + total.orElse(0))),
                "h");

        assertThat(seen).containsExactly("1/5", "2/5", "3/5", "4/5", "5/5");
    }

    @Test
    void anInterruptEndsThePass() throws InterruptedException {
        Sample one = sample("a", 1, 1);
        Samples endless =
                inputs ->
                        new SampleCursor() {
                            @Override
                            public Optional<Sample> next() {
                                return Optional.of(one);
                            }

                            @Override
                            public void close() {}
                        };
        CountDownLatch started = new CountDownLatch(1);
        AtomicReference<Optional<Throwable>> thrown = new AtomicReference<>(Optional.empty());
        Thread collector =
                new Thread(
                        () -> {
                            try {
                                collect(
                                        endless,
                                        CollectionOptions.DEFAULT.withProgress(
                                                (done, total) -> started.countDown()),
                                        "h");
                            } catch (IOException | RuntimeException e) {
                                thrown.set(Optional.of(e));
                            }
                        });
        collector.start();
        started.await();
        collector.interrupt();
        collector.join();

        assertThat(thrown.get()).containsInstanceOf(CancellationException.class);
    }
}
