package dev.vernier.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibraryTest {

    private static final String FOLDER = "onnxruntime.native.path";

    @TempDir private Path folder = Path.of("");

    @Test
    void onnxRuntimeRunsFromWhereItWasUnpacked() throws Exception {
        Path unpacked = Files.createDirectory(folder.resolve("library"));
        NativeLibrary.unpack(unpacked);

        List<String> command =
                JavaProcess.command(
                        Asked.class, List.of("-Donnxruntime.native.path=" + unpacked), List.of());
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("said").toFile())
                        .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(folder.resolve("said"))).contains("version 1.");
    }

    @Test
    void anotherProcessHasItFromWhereThisOneHasIt() {
        Optional<String> before = Optional.ofNullable(System.getProperty(FOLDER));
        System.setProperty(FOLDER, "some/where");
        try {
            assertThat(JavaProcess.command(Asked.class, List.of(), List.of()))
                    .contains("-Donnxruntime.native.path=some/where");
        } finally {
            before.ifPresentOrElse(
                    folder -> System.setProperty(FOLDER, folder),
                    () -> System.clearProperty(FOLDER));
        }
    }

    @Test
    void aLibraryThatIsThereStaysAsItIs() throws IOException {
        Path there = folder.resolve(System.mapLibraryName("onnxruntime"));
        Files.writeString(there, "as it is");
        assertThatThrownBy(() -> NativeLibrary.unpack(folder))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(there).hasContent("as it is");
    }

    /** Loads the library and says its version. */
    static final class Asked {

        private Asked() {}

        public static void main(String[] arguments) {
            System.out.println("version " + SessionFactory.environment().getVersion());
        }
    }
}
