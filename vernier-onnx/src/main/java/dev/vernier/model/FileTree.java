package dev.vernier.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Removal of files, and of folders with all that is in them. Links are not followed. */
final class FileTree {

    private FileTree() {}

    /** Removes it if it is there; a temporary model takes the data that it claims with it. */
    static void delete(Path path) throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            try (Stream<Path> content = Files.walk(path)) {
                List<Path> deepestFirst = content.sorted(Comparator.reverseOrder()).toList();
                for (Path each : deepestFirst) {
                    Files.deleteIfExists(each);
                }
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        } else {
            AbandonedFiles.deleteClaimed(path);
            Files.deleteIfExists(path);
        }
    }

    /** Whether it is gone. */
    static boolean deleteQuietly(Path path) {
        try {
            delete(path);
            return true;
        } catch (IOException | SecurityException e) {
            return false; // nothing depends on it
        }
    }
}
