package dev.vernier.model;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A hidden file beside the one it is going to be; gone when closed unless it was moved, and when
 * the process ends in an orderly way.
 *
 * <p>Its name, {@code .model.onnx.4711-1.vernier-tmp}, has the process in it.
 */
final class TemporaryFile implements AutoCloseable {

    private static final int LONGEST_START = 80;
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();
    private static final AtomicLong COUNT = new AtomicLong();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(TemporaryFile::deleteAll));
    }

    private final Path path;

    private TemporaryFile(Path path) {
        this.path = path;
    }

    /** Creates an empty file in the folder of {@code target}. */
    static TemporaryFile beside(Path target) throws IOException {
        String start = String.valueOf(target.getFileName());
        String name =
                "."
                        + start.substring(0, Math.min(start.length(), LONGEST_START))
                        + "."
                        + ProcessHandle.current().pid()
                        + "-"
                        + COUNT.incrementAndGet()
                        + ".vernier-tmp";
        Path path = target.resolveSibling(name);
        OPEN.add(path);
        try {
            Files.deleteIfExists(path); // of a dead process that had this number
            Files.createFile(path);
        } catch (AccessDeniedException e) {
            OPEN.remove(path);
            throw new AccessDeniedException(
                    target.toString(), null, "folder of the output must be writable");
        } catch (IOException e) {
            OPEN.remove(path);
            throw e;
        }
        return new TemporaryFile(path);
    }

    Path path() {
        return path;
    }

    /** Writes the content and forces it to disk. */
    void fill(OutputFile.Content content) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            content.writeTo(channel);
            channel.force(true);
        }
    }

    void moveTo(Path target) throws IOException {
        OutputFile.move(path, target);
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(path);
        OPEN.remove(path);
    }

    private static void deleteAll() {
        for (Path path : OPEN) {
            path.toFile().delete(); // the process ends; nobody is left to tell of a failure
        }
    }
}
