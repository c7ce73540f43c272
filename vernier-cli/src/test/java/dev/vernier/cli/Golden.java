package dev.vernier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Compares text with a file under {@code src/test/resources/golden}.
 *
 * <p>{@code mvn test -Dgolden.write=true} writes the files instead; the diff is to be reviewed.
 */
public final class Golden {

    private static final Path FOLDER = Path.of("src", "test", "resources", "golden");

    private Golden() {}

    /** Whether this run writes what it would otherwise compare. */
    public static boolean isWriting() {
        return Boolean.getBoolean("golden.write");
    }

    public static void assertMatches(String name, String actual) {
        assertMatches(FOLDER.resolve(name), actual);
    }

    public static void assertMatches(Path file, String actual) {
        try {
            if (isWriting()) {
                Files.createDirectories(file.getParent());
                Files.writeString(file, actual);
            }
            assertThat(actual).as("%s", file).isEqualTo(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
