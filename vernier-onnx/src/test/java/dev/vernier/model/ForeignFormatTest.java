package dev.vernier.model;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.graph.ModelFormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ForeignFormatTest {

    static Stream<Arguments> files() {
        return Stream.of(
                Arguments.of("", "it is empty"),
                Arguments.of("<!DOCTYPE html><html>404</html>", "an HTML page"),
                Arguments.of("<html>", "an HTML page"),
                Arguments.of(
                        "version https://git-lfs.github.com/spec/v1\n",
                        "a Git LFS pointer; fetch the file with 'git lfs pull'"),
                Arguments.of("PK\u0003\u0004rest", "a zip archive, perhaps a PyTorch model"),
                Arguments.of("\u001c\0\0\0TFL3rest", "a TensorFlow Lite model"),
                Arguments.of("12345678{\"__metadata__\"", "a safetensors file"),
                Arguments.of("\u001f\u008brest", "gzip"),
                Arguments.of("\u0089HDF\r\n\u001a\nrest", "HDF5, perhaps a Keras model"),
                Arguments.of("\u0080\u0002}q\0", "a Python pickle"),
                Arguments.of("\u0089PNG\r\n\u001a\n", "a PNG image"),
                Arguments.of("\u00ff\u00d8\u00ff\u00e0", "a JPEG image"),
                Arguments.of("ir_version: 8", "an ONNX model in text form"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void saysWhatItIs(String content, String name, @TempDir Path folder) throws IOException {
        Path file = folder.resolve("model.onnx");
        Files.write(file, content.getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> ModelFile.read(file))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining(file + ": file must be an ONNX model; it is ")
                .hasMessageContaining(name);
    }
}
