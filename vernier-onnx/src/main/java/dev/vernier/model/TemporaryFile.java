package dev.vernier.model;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
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
    private final Path output;

    private TemporaryFile(Path path, Path output) {
        this.path = path;
        this.output = output;
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
        return new TemporaryFile(path, target);
    }

    Path path() {
        return path;
    }

    /**
     * Writes the content and forces it to disk.
     *
     * @throws FileSystemException if the disk is full or fails, naming the file that was to be
     */
    void fill(OutputFile.Content content) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            content.writeTo(channel);
            channel.force(true);
        } catch (FileSystemException | ClosedChannelException | EOFException e) {
            throw e;
        } catch (IOException e) { // of a channel, which knows no names
            FileSystemException named =
                    new FileSystemException(output.toString(), null, e.getMessage());
            named.initCause(e);
            throw named;
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
