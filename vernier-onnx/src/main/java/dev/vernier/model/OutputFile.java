package dev.vernier.model;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * The one way to put a file on disk: it appears whole and checked, or not at all.
 *
 * <pre>
 * temporary file in the same folder -> content -> force -> check -> atomic move -> folder synced
 * </pre>
 *
 * <p>Whatever fails, the old file is intact and the temporary one is gone. A symbolic link stays
 * and what it leads to is replaced. Sources of the content may include the file that is replaced.
 */
public final class OutputFile {

    /** Writes the bytes of a file. */
    @FunctionalInterface
    public interface Content {
        void writeTo(FileChannel channel) throws IOException;
    }

    /** Looks at a finished file before it gets its name; anything thrown keeps it from doing so. */
    @FunctionalInterface
    public interface Check {

        /** Accepts anything. */
        Check NONE = temporary -> {};

        void accept(Path temporary) throws IOException;
    }

    private OutputFile() {}

    /**
     * Writes a file.
     *
     * @param overwrite whether a file of that name may be replaced
     * @throws FileAlreadyExistsException if there is a file and it must not be replaced
     * @throws FileSystemException if the folder does not exist
     * @throws IOException if the file cannot be written
     */
    public static void write(Path output, boolean overwrite, Content content, Check check)
            throws IOException {
        Path target = target(output, overwrite);
        try (TemporaryFile temporary = TemporaryFile.beside(target)) {
            temporary.fill(content);
            check.accept(temporary.path());
            if (!overwrite) {
                refuseExisting(output);
            }
            temporary.moveTo(target);
        }
    }

    /**
     * Finds out early whether {@link #write} can succeed, before work is done for nothing.
     *
     * @param overwrite whether a file of that name may be replaced
     * @throws FileAlreadyExistsException if there is a file and it must not be replaced
     * @throws FileSystemException if its folder does not exist or cannot be written to
     */
    public static void requireWritable(Path output, boolean overwrite) throws IOException {
        Path folder = target(output, overwrite).getParent();
        if (folder == null || !Files.isWritable(folder)) {
            throw new FileSystemException(
                    output.toString(), null, "folder of the output must be writable");
        }
    }

    /** The path to write to, all links followed. */
    static Path target(Path output, boolean overwrite) throws IOException {
        if (!overwrite) {
            refuseExisting(output);
        }
        Path absolute = output.toAbsolutePath();
        if (Files.exists(absolute)) {
            if (!Files.isRegularFile(absolute)) {
                throw new FileAlreadyExistsException(
                        output.toString(), null, "output must be a regular file");
            }
            return absolute.toRealPath();
        }
        Path folder = absolute.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new FileSystemException(
                    output.toString(), null, "folder of the output must exist");
        }
        return absolute;
    }

    private static void refuseExisting(Path output) throws FileAlreadyExistsException {
        if (Files.exists(output)) {
            throw new FileAlreadyExistsException(output.toString());
        }
    }

    /** Makes a rename in a folder last, where the system can. */
    static void sync(Path folder) throws IOException {
        if (!folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Replaces {@code target} in one step. */
    static void move(Path from, Path target) throws IOException {
        Files.move(from, target, StandardCopyOption.ATOMIC_MOVE);
        Path folder = target.getParent();
        if (folder != null) {
            sync(folder);
        }
    }
}
