package dev.vernier.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vernier.data.Sample;
import dev.vernier.data.SampleTensor;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.Node;
import dev.vernier.graph.Opsets;
import dev.vernier.graph.Shape;
import dev.vernier.graph.ValueInfo;
import dev.vernier.model.ModelFile;
import dev.vernier.model.OutputFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A model in another process gives what it gives here, and may die there. */
class IsolationTest {

    private static final Duration AMPLE = Duration.ofMinutes(2);

    private final Path folder;

    IsolationTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @AfterEach
    void runHereAgain() {
        Isolation.use(Optional.empty());
    }

    private Runner isolated(Model model, Isolation isolation, String... watched) {
        Isolation.use(Optional.of(isolation));
        return Runners.onnxRuntime(model, folder, List.of(watched), RunnerOptions.DEFAULT);
    }

    private static Sample sample(float... values) {
        return new Sample(
                "photos/cat.png",
                Map.of("x", SampleTensor.ofFloats(new long[] {1, values.length}, values)));
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "DOUBLE", "FLOAT16", "INT8", "INT32", "INT64", "UINT8", "BOOL"})
    void tensorsOfEveryTypeComeBackAsTheyWere(ElementType type) {
        byte[] bytes = new byte[6 * type.bits() / 8];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (type == ElementType.BOOL ? i % 2 : 40 + i);
        }
        Model model = TestModels.identity(type, Shape.of(2, 3));
        Map<String, SampleTensor> inputs =
                Map.of("x", SampleTensor.ofBytes(type, new long[] {2, 3}, ByteBuffer.wrap(bytes)));
        Map<String, RunTensor> here;
        try (Runner runner = Runners.onnxRuntime(model, folder, List.of(), RunnerOptions.DEFAULT)) {
            here = runner.run(inputs);
        }
        try (Runner runner = isolated(model, new Isolation(AMPLE))) {
            RunTensor there = runner.run(inputs).get("y");
            RunTensor expected = here.get("y");
            assertThat(there).hasToString(String.valueOf(expected));
            assertThat(there).usingRecursiveComparison().isEqualTo(expected);
        }
    }

    @Test
    void watchedValuesAndFilesWorkToo() throws IOException {
        Path file = folder.resolve("m.onnx");
        ModelFile.write(file, TestModels.matMulReluLog(), false, OutputFile.Check.NONE);
        try (Runner runner = isolated(TestModels.matMulReluLog(), new Isolation(AMPLE), "h")) {
            assertThat(runner.outputs()).containsExactly("y", "h");
            Map<String, RunTensor> run = runner.run(sample(1, 1), Set.of("h"));
            assertThat(run.keySet()).containsExactly("h");
            assertThat(run.get("h")).isNotNull();
        }
        try (Runner runner = Runners.onnxRuntime(file, RunnerOptions.DEFAULT)) {
            assertThat(runner.run(sample(1, 1))).containsOnlyKeys("y");
        }
        assertThat(Runners.optimizedModel(file, RunnerOptions.DEFAULT).graph().nodes())
                .isNotEmpty();
    }

    @Test
    void ordinaryFailuresAreToldAsHere() {
        try (Runner runner = isolated(TestModels.matMulReluLog(), new Isolation(AMPLE))) {
            RunException failure =
                    catchThrowableOfType(
                            RunException.class, () -> runner.run(sample(1, 2, 3), Set.of("y")));
            assertThat(failure).hasMessageContaining("sample photos/cat.png: model 'small'");
            assertThat(runner.run(sample(1, 1))).as("it still works").containsOnlyKeys("y");
        }
    }

    @Test
    void killedWorkerNamesTheSampleAndLeavesUsAlive() {
        try (Runner runner = isolated(TestModels.matMulReluLog(), new Isolation(AMPLE))) {
            ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly);

            assertThatThrownBy(() -> runner.run(sample(1, 1), Set.of("y")))
                    .isInstanceOf(RunException.class)
                    .hasMessageContaining("sample photos/cat.png: model 'small': ")
                    .hasMessageContaining("ended by itself; exitCode=137, signal 9");
            assertThatThrownBy(() -> runner.run(sample(1, 1), Set.of("y")))
                    .hasMessageContaining("ended by itself");
        }
    }

    /** x -> Relu -> Neg -> [trips] -> Abs -> y, with nodes beside that do no harm. */
    private static Model tripping() {
        return Model.of(
                8,
                Graph.builder("chain", Opsets.of(13))
                        .input(ValueInfo.tensor("x", ElementType.FLOAT, TestModels.batchOf(2)))
                        .output(ValueInfo.tensor("y", ElementType.FLOAT, TestModels.batchOf(2)))
                        .output(ValueInfo.tensor("z", ElementType.FLOAT, TestModels.batchOf(2)))
                        .node(Node.of("first", "Relu", List.of("x"), List.of("a")))
                        .node(Node.of("beside", "Exp", List.of("a"), List.of("z")))
                        .node(Node.of("second", "Neg", List.of("a"), List.of("b")))
                        .node(Node.of(TrippingWorker.NODE, "Sin", List.of("b"), List.of("c")))
                        .node(Node.of("last", "Abs", List.of("c"), List.of("y")))
                        .build());
    }

    @Test
    void crashWhileRunningNamesSampleAndNode() {
        Isolation isolation = new Isolation(AMPLE, TrippingWorker.AtRun.class);
        try (Runner runner = isolated(tripping(), isolation)) {
            assertThat(runner.run(sample(1, 2))).containsOnlyKeys("y", "z");

            RunException crash =
                    catchThrowableOfType(
                            RunException.class,
                            () -> runner.run(sample(1, TrippingWorker.INPUT), Set.of("y")));

            assertThat(crash.node()).contains(TrippingWorker.NODE);
            assertThat(crash)
                    .hasMessageStartingWith("sample photos/cat.png: model 'chain', node '")
                    .hasMessageContaining("ended by itself; exitCode=134");
        }
    }

    @Test
    void crashWhileLoadingNamesTheNode() {
        Isolation isolation = new Isolation(AMPLE, TrippingWorker.AtLoad.class);

        RunException crash =
                catchThrowableOfType(
                        RunException.class, () -> isolated(tripping(), isolation).close());

        assertThat(crash.node()).contains(TrippingWorker.NODE);
        assertThat(crash).hasMessageContaining("loading it: ");
    }

    @Test
    void hangingWorkerIsEndedAndNamesSampleAndNode() {
        Isolation isolation = new Isolation(Duration.ofSeconds(8), TrippingWorker.Hanging.class);
        try (Runner runner = isolated(tripping(), isolation)) {
            RunException hang =
                    catchThrowableOfType(
                            RunException.class,
                            () -> runner.run(sample(1, TrippingWorker.INPUT), Set.of("y")));

            assertThat(hang.node()).contains(TrippingWorker.NODE);
            assertThat(hang)
                    .hasMessageContaining("sample photos/cat.png")
                    .hasMessageContaining("did not come back within 8.0 s");
        }
    }

    @Test
    void lengthsAreBoundedBeforeAnythingIsMade() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(Integer.MAX_VALUE);
        out.writeInt(-1);
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
        assertThatThrownBy(() -> WireFormat.readString(in))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("length of a string must be from 0 to");
        assertThatThrownBy(() -> WireFormat.readStrings(in))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("read=-1");
    }

    @Test
    void otherVersionsAreRefused() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(WorkerMain.MAGIC);
        out.writeInt(WorkerMain.VERSION + 1);
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
        assertThatThrownBy(() -> WorkerMain.requireVersion(in))
                .hasMessageContaining("both processes must be of one version");
    }
}
