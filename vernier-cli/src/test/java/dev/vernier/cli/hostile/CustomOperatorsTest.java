package dev.vernier.cli.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnxruntime.extensions.OrtxPackage;
import dev.vernier.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        HostileRun.of(folder, model()).isRefused(List.of("NegPos", "--custom-ops"));
    }

    @Test
    void row25LibraryMustExist() throws IOException {
        CommandRun run = HostileRun.of(folder, model()).run("--custom-ops", "nowhere.so");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--custom-ops must be a library file");
    }

    @Test
    @Tag("exhaustive")
    void row25NodeOfTheLibraryStaysInFloat() throws Exception {
        HostileRun hostile = HostileRun.of(folder, model());
        String library = OrtxPackage.getLibraryPath();
        Path log = folder.resolve("log");
        int exitCode =
                Jvm.run(
                        log,
                        List.of(),
                        "dev.vernier.cli.Main",
                        "quantize",
                        hostile.input().toString(),
                        "--random",
                        "8",
                        "-o",
                        hostile.output().toString(),
                        "--custom-ops",
                        library);
        assertThat(exitCode).as(Files.readString(log)).isZero();
        assertThat(hostile.written("DequantizeLinear")).isPositive();
        assertThat(hostile.written().graph().nodes().toString()).contains("NegPos");
    }
}
