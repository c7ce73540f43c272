package dev.vernier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarmUpTest {

    @TempDir private Path folder = Path.of("");

    @Test
    void everyCommandSucceeds() throws IOException {
        assertThat(WarmUp.run(folder)).containsOnly(ExitCode.OK);
        try (var files = Files.list(folder)) {
            List<String> names = files.map(file -> file.getFileName().toString()).sorted().toList();
            assertThat(names)
                    .containsExactly(
                            "convolution.onnx",
                            "model.int8.onnx",
                            "model.int8.onnx.json",
                            "model.int8.onnx.svg",
                            "transformer.onnx");
        }
    }
}
