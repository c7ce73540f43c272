package dev.vernier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.graph.ModelFormatException;
import dev.vernier.graph.UnsupportedModelException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailureTest {

    static Stream<Arguments> everyKind() {
        return Stream.of(
                Arguments.of(65, new ModelFormatException("m.onnx > node 'c': no such tensor")),
                Arguments.of(65, new UnsupportedModelException("m.onnx: already quantized")),
                Arguments.of(66, new NoSuchFileException("m.onnx")),
                Arguments.of(70, new IllegalStateException("the plan must name every node")),
                Arguments.of(70, new IllegalArgumentException("bits must be 2 to 16; bits=1")),
                Arguments.of(70, new NullPointerException()),
                Arguments.of(71, new OutOfMemoryError("Java heap space")),
                Arguments.of(73, new FileAlreadyExistsException("m.int8.onnx")),
                Arguments.of(74, new AccessDeniedException("/m.int8.onnx")),
                Arguments.of(74, new FileSystemException("/m", null, "No space left on device")),
                Arguments.of(74, new IOException("stream closed")));
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void hasItsExitCode(int exitCode, Throwable thrown) {
        assertThat(Failure.of(thrown).exitCode()).isEqualTo(exitCode);
    }

    @Test
    void textsSayWhatAndHowToGoOn() {
        StringBuilder texts = new StringBuilder();
        everyKind()
                .map(kind -> Failure.of((Throwable) kind.get()[1]))
                .forEach(failure -> texts.append(failure.text()).append("\n\n"));
        Golden.assertMatches("error/all-kinds.txt", texts.toString());
    }

    @Test
    void wrappersAreOpened() {
        IOException missing = new NoSuchFileException("m.onnx");
        Throwable wrapped = new ExecutionException(new UncheckedIOException(missing));
        assertThat(Failure.of(wrapped)).isEqualTo(Failure.of(missing));
    }
}
