package dev.vernier.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The temporary files and folders of this process: those in use, and those that could not be
 * removed when they should have been. All are removed when the process ends in an orderly way.
 *
 * <p>Safe for use by many threads.
 */
final class OpenTemporaries {

    /** Makes something at a path. */
    @FunctionalInterface
    interface Maker {
        void make(Path path) throws IOException;
    }

    private static final Set<Path> IN_USE = new LinkedHashSet<>();
    private static final Set<Path> LEFT = new LinkedHashSet<>();
    private static boolean ended;

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(OpenTemporaries::end, "vernier-clean-up"));
    }

    private OpenTemporaries() {}

    /**
     * Makes a file or folder that is in use from then on.
     *
     * @throws IOException if it cannot be made, or the process is about to end
     */
    static synchronized void make(Path path, Maker maker) throws IOException {
        if (ended) {
            throw new IOException("no file can be written while the process ends; file=" + path);
        }
        maker.make(path);
        IN_USE.add(path);
    }

    /** Removes it; what resists is tried again by {@link AbandonedFiles} and at the end. */
    static synchronized void remove(Path path) throws IOException {
        if (IN_USE.remove(path)) {
            LEFT.add(path);
            FileTree.delete(path);
            LEFT.remove(path);
        }
    }

    /** It has another name now, and is temporary no more. */
    static synchronized void keep(Path path) {
        IN_USE.remove(path);
    }

    /** Removes what could not be removed earlier. */
    static synchronized void removeLeft() {
        LEFT.removeIf(FileTree::deleteQuietly);
    }

    /** Removes all; nothing is made after that. For a process that ends. */
    static synchronized void end() {
        ended = true;
        LEFT.addAll(IN_USE);
        IN_USE.clear();
        removeLeft();
    }
}
