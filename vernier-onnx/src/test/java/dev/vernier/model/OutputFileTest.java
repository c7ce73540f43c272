package dev.vernier.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Old or new, never half, and nothing left behind. */
class OutputFileTest {

    private static final OutputFile.Content NEW =
            channel -> channel.write(ByteBuffer.wrap("new".getBytes(StandardCharsets.UTF_8)));

    private final Path folder;
    private final Path output;

    OutputFileTest(@TempDir Path folder) {
        this.folder = folder;
        this.output = folder.resolve("out.onnx");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
        }
    }

    @Test
    void checkSeesTheWholeFileBeforeItHasItsName() throws IOException {
        OutputFile.write(
                output,
                false,
                NEW,
                temporary -> {
                    assertThat(temporary).hasContent("new").hasParent(folder);
                    assertThat(output).doesNotExist();
                });
        assertThat(output).hasContent("new");
        assertThat(names()).containsExactly("out.onnx");
    }

    @Test
    void existingFileNeedsPermission() throws IOException {
        Files.writeString(output, "old");
        assertThatExceptionOfType(FileAlreadyExistsException.class)
                .isThrownBy(() -> OutputFile.write(output, false, NEW, OutputFile.Check.NONE))
                .withMessageContaining("out.onnx");
        assertThat(output).hasContent("old");

        OutputFile.write(output, true, NEW, OutputFile.Check.NONE);
        assertThat(output).hasContent("new");
    }

    @Test
    void fileThatAppearsMeanwhileIsNotReplaced() throws IOException {
        assertThatExceptionOfType(FileAlreadyExistsException.class)
                .isThrownBy(
                        () ->
                                OutputFile.write(
                                        output,
                                        false,
                                        NEW,
                                        temporary -> Files.writeString(output, "other")));
        assertThat(output).hasContent("other");
        assertThat(names()).containsExactly("out.onnx");
    }

    @Test
    void failedCheckLeavesTheOldFile() throws IOException {
        Files.writeString(output, "old");
        OutputFile.Check refusing =
                temporary -> {
                    throw new IllegalStateException("refused");
                };
        assertThatThrownBy(() -> OutputFile.write(output, true, NEW, refusing))
                .hasMessage("refused");
        assertThat(output).hasContent("old");
        assertThat(names()).containsExactly("out.onnx");
    }

    @Test
    void failedContentLeavesNothing() throws IOException {
        OutputFile.Content full =
                channel -> {
                    NEW.writeTo(channel);
                    throw new IOException("No space left on device");
                };
        assertThatThrownBy(() -> OutputFile.write(output, true, full, OutputFile.Check.NONE))
                .isInstanceOf(FileSystemException.class)
                .hasMessage(output + ": No space left on device");
        assertThat(names()).isEmpty();
    }

    @Test
    void folderMustExist() {
        Path lost = folder.resolve("missing").resolve("out.onnx");
        assertThatExceptionOfType(FileSystemException.class)
                .isThrownBy(() -> OutputFile.write(lost, true, NEW, OutputFile.Check.NONE))
                .withMessageContaining("folder of the output must exist");
    }

    @Test
    void folderIsNoOutput() {
        assertThatExceptionOfType(FileAlreadyExistsException.class)
                .isThrownBy(() -> OutputFile.write(folder, true, NEW, OutputFile.Check.NONE))
                .withMessageContaining("output must be a regular file");
    }

    @Test
    void longNamesWork() throws IOException {
        Path longName = folder.resolve("n".repeat(250) + ".onnx");
        OutputFile.write(longName, false, NEW, OutputFile.Check.NONE);
        assertThat(longName).hasContent("new");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void symbolicLinkStaysAndItsTargetIsReplaced() throws IOException {
        Path target = Files.writeString(folder.resolve("target.onnx"), "old");
        Files.createSymbolicLink(output, target);
        OutputFile.write(output, true, NEW, OutputFile.Check.NONE);
        assertThat(output).isSymbolicLink();
        assertThat(target).hasContent("new");
    }
}
