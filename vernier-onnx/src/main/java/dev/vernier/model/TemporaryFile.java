package dev.vernier.model;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A hidden file beside the one it is going to be; gone when closed unless it was moved, when the
 * process ends in an orderly way, and otherwise as soon as another writes into the folder.
 *
 * @see TemporaryName
 */
final class TemporaryFile implements AutoCloseable {

    private final Path path;

    private TemporaryFile(Path path) {
        this.path = path;
    }

    /** Creates an empty file in the folder of {@code target}. */
    static TemporaryFile beside(Path target) throws IOException {
        return claiming(target, "");
    }

    /**
     * Creates an empty file in the folder of {@code target} that takes the data file of a model
     * with it unless it becomes that model.
     *
     * @param claim the digits of the data file that nobody else needs
     */
    static TemporaryFile claiming(Path target, String claim) throws IOException {
        Path path = target.resolveSibling(TemporaryName.next(target, claim).toString());
        try {
            OpenTemporaries.make(path, Files::createFile);
        } catch (AccessDeniedException e) {
            throw new AccessDeniedException(
                    target.toString(), null, "folder of the output must be writable");
        }
        AbandonedFiles.sweep(path);
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

    /** Replaces {@code target}, which is in the same folder, in one step. */
    void moveTo(Path target) throws IOException {
        Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
        OpenTemporaries.keep(path);
        OutputFile.sync(target.resolveSibling(""));
    }

    @Override
    public void close() throws IOException {
        OpenTemporaries.remove(path);
    }
}
