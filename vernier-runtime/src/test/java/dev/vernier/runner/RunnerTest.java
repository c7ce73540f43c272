package dev.vernier.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.data.Sample;
import dev.vernier.data.SampleTensor;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.Node;
import dev.vernier.graph.Opsets;
import dev.vernier.graph.Shape;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.ValueInfo;
import dev.vernier.model.ModelFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RunnerTest {

    private final Path folder;

    RunnerTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Runner runner(Model model, String... watched) {
        return Runners.onnxRuntime(model, folder, List.of(watched), RunnerOptions.DEFAULT);
    }

    private static Map<String, SampleTensor> x(float... values) {
        return Map.of("x", SampleTensor.ofFloats(new long[] {values.length / 2, 2}, values));
    }

    @Test
    void handsBackOutputsAndWatchedValues() {
        try (Runner runner = runner(TestModels.matMulReluLog(), "h", "r")) {
            Map<String, RunTensor> run = runner.run(x(1, 1));

            assertThat(run.keySet()).containsExactly("y", "h", "r");
            assertThat(floats(run, "h")).containsExactly(3f, -0.5f);
            assertThat(floats(run, "r")).containsExactly(3f, 0f);
            assertThat(floats(run, "y"))
                    .containsExactly((float) Math.log(3), Float.NEGATIVE_INFINITY);
        }
    }

    private static float[] floats(Map<String, RunTensor> run, String name) {
        RunTensor tensor = run.get(name);
        return tensor == null ? new float[0] : tensor.floats();
    }

    @Test
    void everyRunMayHaveItsOwnShape() {
        try (Runner runner = runner(TestModels.matMulReluLog(), "h")) {
            for (int rows : new int[] {3, 1, 7, 2}) {
                RunTensor h = runner.run(x(new float[2 * rows]), Set.of("h")).get("h");
                assertThat(h).isNotNull().hasToString("float[" + rows + ",2]");
            }
        }
    }

    @Test
    void watchesOnlyWhatIsComputed() {
        assertThatThrownBy(() -> runner(TestModels.matMulReluLog(), "w"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("value=w");
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "FLOAT", "DOUBLE", "FLOAT16", "INT8", "INT16", "INT32", "INT64", "UINT8", "BOOL"
            })
    void passesEveryType(ElementType type) {
        byte[] bytes = new byte[6 * type.bits() / 8];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (type == ElementType.BOOL ? i % 2 : 40 + i);
        }
        SampleTensor x = SampleTensor.ofBytes(type, new long[] {2, 3}, ByteBuffer.wrap(bytes));

        try (Runner runner = runner(TestModels.identity(type, Shape.of(2, 3)))) {
            RunTensor y = runner.run(Map.of("x", x)).get("y");

            assertThat(y).isNotNull().hasToString(x.toString());
            if (y != null && type.isFloat()) {
                assertThat(y.floats()).containsExactly(x.floats());
            } else if (y != null) {
                assertThat(y.longs()).containsExactly(x.longs());
            }
        }
    }

    @Test
    void passesStringsScalarsAndEmptyTensors() {
        SampleTensor words = SampleTensor.ofStrings(new long[] {2, 2}, List.of("a", "", "ä", "d"));
        SampleTensor scalar = SampleTensor.ofLongs(new long[0], 42);
        SampleTensor none = SampleTensor.ofFloats(new long[] {0, 3});

        assertThat(identity(words, Shape.of(2, 2)).strings()).containsExactly("a", "", "ä", "d");
        assertThat(identity(scalar, Shape.SCALAR).longs()).containsExactly(42);
        assertThat(identity(none, Shape.of(0, 3))).hasToString("float[0,3]");
    }

    private RunTensor identity(SampleTensor x, Shape shape) {
        try (Runner runner = runner(TestModels.identity(x.type(), shape))) {
            return runner.run(Map.of("x", x)).values().iterator().next();
        }
    }

    @Test
    void weightsComeFromTheFileOfTheModel() throws IOException {
        float[] weights = new float[64 * 64];
        for (int i = 0; i < 64; i++) {
            weights[i * 64 + i] = 2;
        }
        Model model =
                Model.of(
                        8,
                        Graph.builder("doubling", Opsets.of(13))
                                .input(
                                        ValueInfo.tensor(
                                                "x", ElementType.FLOAT, TestModels.batchOf(64)))
                                .output(
                                        ValueInfo.tensor(
                                                "y", ElementType.FLOAT, TestModels.batchOf(64)))
                                .initializer(Tensor.ofFloats("w", new long[] {64, 64}, weights))
                                .node(Node.of("m", "MatMul", List.of("x", "w"), List.of("y")))
                                .build());
        Path file = folder.resolve("model.onnx");
        ModelFile.write(file, model, false, written -> {});
        Model read = ModelFile.read(file).model();
        float[] ones = new float[64];
        Arrays.fill(ones, 1);
        Map<String, SampleTensor> inputs =
                Map.of("x", SampleTensor.ofFloats(new long[] {1, 64}, ones));

        try (Runner fromMemory = runner(read);
                Runner fromFile = Runners.onnxRuntime(file, RunnerOptions.DEFAULT)) {
            assertThat(floats(fromMemory.run(inputs), "y")).hasSize(64).containsOnly(2f);
            assertThat(floats(fromFile.run(inputs), "y")).hasSize(64).containsOnly(2f);
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void closesEveryHandle() {
        long before = NativeHandles.open();
        try (Runner runner = runner(TestModels.matMulReluLog(), "h")) {
            for (int i = 0; i < 20; i++) {
                runner.run(x(1, i));
                assertThatThrownBy(() -> runner.run(Map.of())).isInstanceOf(RunException.class);
            }
            assertThat(NativeHandles.open()).isEqualTo(before + 1);
        }
        assertThat(NativeHandles.open()).isEqualTo(before);
    }

    @Test
    void failuresNameModelNodeAndSample() {
        Model model =
                Model.of(
                        8,
                        Graph.builder("splits", Opsets.of(13))
                                .input(
                                        ValueInfo.tensor(
                                                "x", ElementType.FLOAT, TestModels.batchOf(2)))
                                .input(ValueInfo.tensor("s", ElementType.INT64, Shape.of(2)))
                                .output(
                                        ValueInfo.tensor(
                                                "y", ElementType.FLOAT, TestModels.batchOf(4)))
                                .node(Node.of("fold", "Reshape", List.of("x", "s"), List.of("y")))
                                .build());
        Sample sample =
                new Sample(
                        "odd.npz[3]",
                        Map.of(
                                "x", SampleTensor.ofFloats(new long[] {1, 2}, 1, 2),
                                "s", SampleTensor.ofLongs(new long[] {2}, 7, 4)));

        try (Runner runner = runner(model)) {
            assertThatThrownBy(() -> runner.run(sample))
                    .isInstanceOf(RunException.class)
                    .hasMessageStartingWith(
                            "sample odd.npz[3]: model 'splits', node 'fold': ONNX Runtime failed:");
        }
    }

    @Test
    void loadFailuresAreRunExceptions() throws IOException {
        Path file = folder.resolve("noise.onnx");
        Files.write(file, new byte[] {1, 2, 3});

        assertThatThrownBy(() -> Runners.onnxRuntime(file, RunnerOptions.DEFAULT))
                .isInstanceOf(RunException.class)
                .hasMessageContaining("ONNX Runtime does not load it");
    }

    @Test
    void showsWhatTheRuntimeMakesOfAModel() throws IOException {
        Path file = folder.resolve("model.onnx");
        ModelFile.write(file, TestModels.matMulReluLog(), false, written -> {});

        Model optimized =
                Runners.optimizedModel(
                        file,
                        RunnerOptions.DEFAULT.withOptimization(RunnerOptions.Optimization.NONE));

        assertThat(optimized.graph().nodes()).extracting(Node::name).contains("mul", "log");
    }

    @Test
    void canBeTerminated() throws InterruptedException {
        Model model =
                Model.of(
                        8,
                        Graph.builder("long", Opsets.of(13))
                                .input(
                                        ValueInfo.tensor(
                                                "x", ElementType.FLOAT, TestModels.batchOf(700)))
                                .output(
                                        ValueInfo.tensor(
                                                "y", ElementType.FLOAT, TestModels.batchOf(700)))
                                .initializer(
                                        Tensor.ofFloats(
                                                "w", new long[] {700, 700}, new float[700 * 700]))
                                .nodes(chain(3000))
                                .build());
        SampleTensor x = SampleTensor.ofFloats(new long[] {700, 700}, new float[700 * 700]);

        try (Runner runner = runner(model)) {
            Thread stopper = stopUntilInterrupted(runner);
            assertThatThrownBy(() -> runner.run(Map.of("x", x)))
                    .isInstanceOf(RunException.class)
                    .hasMessageContaining("terminate");
            stopper.interrupt();
            stopper.join();
        }
    }

    private static List<Node> chain(int length) {
        return java.util.stream.IntStream.range(0, length)
                .mapToObj(
                        i ->
                                Node.of(
                                        "m" + i,
                                        "MatMul",
                                        List.of(i == 0 ? "x" : "v" + i, "w"),
                                        List.of(i == length - 1 ? "y" : "v" + (i + 1))))
                .toList();
    }

    private static Thread stopUntilInterrupted(Runner runner) {
        Thread stopper =
                new Thread(
                        () -> {
                            while (!Thread.currentThread().isInterrupted()) {
                                runner.terminate();
                                Thread.onSpinWait();
                            }
                        });
        stopper.start();
        return stopper;
    }
}
