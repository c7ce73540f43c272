package dev.vernier.improve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Stands in for the system's folder for temporary files until it is closed. */
final class OwnTemporaryFolder implements AutoCloseable {

    private static final String PROPERTY = "java.io.tmpdir";

    private final String before = System.getProperty(PROPERTY);
    private final Path folder;

    OwnTemporaryFolder(Path folder) {
        this.folder = folder;
        System.setProperty(PROPERTY, folder.toString());
    }

    /** From now on no file can be written. */
    void lose() {
        System.setProperty(PROPERTY, folder.resolve("missing").toString());
    }

    /** The files below it. */
    List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    @Override
    public void close() {
        System.setProperty(PROPERTY, before);
    }
}
