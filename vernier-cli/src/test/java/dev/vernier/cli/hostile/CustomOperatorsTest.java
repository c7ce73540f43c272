package dev.vernier.cli.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnxruntime.extensions.OrtxPackage;
import dev.vernier.cli.CommandRun;
import dev.vernier.cli.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Row 25 of docs/reliability.md with a library that has the operator: in a JVM of its own, as what
 * was loaded stays loaded.
 */
class CustomOperatorsTest {

    @TempDir private Path folder;

    /** The net with {@code NegPos}, which parts negative and positive numbers. */
    private static ModelProto model() {
        GraphProto.Builder graph = Net.graph();
        graph.setNode(
                1,
                Net.node("NegPos", "negative", "c").toBuilder()
                        .setDomain("ai.onnx.contrib")
                        .addOutput("r"));
        return Net.model(graph).toBuilder().addOpsetImport(Net.opset("ai.onnx.contrib", 1)).build();
    }

    @Test
    void row25UnknownWithoutTheLibrary() throws IOException {
        HostileRun.of(folder, model())
                .isRefused(List.of("node 'negative_node'", "NegPos", "--custom-ops"));
    }

    @Test
    void row25LibraryMustExist() throws IOException {
        CommandRun run = HostileRun.of(folder, model()).run("--custom-ops", "nowhere.so");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--custom-ops must be a library file");
    }

    @Test
    void row25NodeOfTheLibraryStaysInFloat() throws Exception {
        HostileRun hostile = HostileRun.of(folder, model());
        withLibrary("quantize", hostile.input(), "-o", hostile.output());
        assertThat(Soundness.faultWithoutRunning(hostile.output())).isEmpty();
        assertThat(hostile.written("DequantizeLinear")).isPositive();
        assertThat(hostile.written().graph().nodes().toString()).contains("NegPos");

        withLibrary("compare", hostile.input(), hostile.output());
    }

    @Test
    @Tag("exhaustive")
    void row25LibraryIsLoadedByWorkersToo() throws Exception {
        HostileRun hostile = HostileRun.of(folder, model());
        withLibrary("quantize", hostile.input(), "-o", hostile.output(), "--isolate");
        withLibrary("bench", hostile.input(), hostile.output(), "--seconds", "0.1");
    }

    @Test
    @Tag("exhaustive")
    void row25StagesOneByOne() throws Exception {
        HostileRun hostile = HostileRun.of(folder, model());
        withLibrary("calibrate", hostile.input(), "-o", folder.resolve("seen.stats"));
        withLibrary("sensitivity", hostile.input());
    }

    @Test
    @Tag("exhaustive")
    void row25LibraryMustBeOne() throws Exception {
        HostileRun hostile = HostileRun.of(folder, model());
        Path text = Files.writeString(folder.resolve("text.so"), "no library");
        String said = run(65, text, "quantize", hostile.input(), "-o", hostile.output());
        assertThat(said).contains("text.so");
    }

    private void withLibrary(Object... words) throws Exception {
        run(0, Path.of(OrtxPackage.getLibraryPath()), words);
    }

    private String run(int expected, Path library, Object... words) throws Exception {
        Path log = folder.resolve("log");
        List<String> arguments = new ArrayList<>();
        Arrays.stream(words).map(Object::toString).forEach(arguments::add);
        arguments.addAll(List.of("--random", "8", "--custom-ops", library.toString()));
        int exitCode =
                Jvm.run(log, List.of(), Main.class.getName(), arguments.toArray(String[]::new));
        String said = Files.readString(log);
        assertThat(exitCode).as(said).isEqualTo(expected);
        return said;
    }
}
