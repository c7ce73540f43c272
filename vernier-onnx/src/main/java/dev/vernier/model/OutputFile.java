package dev.vernier.model;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * The one way to put a file on disk: it appears whole and checked, or not at all.
 *
 * <pre>
 * temporary file in the same folder -> content -> force -> check -> atomic move -> folder synced
 * </pre>
 *
 * <p>Whatever fails, the old file is intact and the temporary one is gone; that of a process which
 * was killed goes when the next one writes into the folder. A symbolic link stays and what it leads
 * to is replaced. Sources of the content may include the file that is replaced. Runs that write the
 * same file side by side do not disturb each other: the last one stands, whole.
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
            moveInto(output, target, overwrite, temporary);
        }
    }

    /** The last step: from here on the file is there. */
    static void moveInto(Path output, Path target, boolean overwrite, TemporaryFile temporary)
            throws IOException {
        if (!overwrite) {
            refuseExisting(output); // it may have appeared meanwhile
        }
        temporary.moveTo(target);
    }

    /** Writes a file of which nothing but its bytes is asked. */
    public static void write(Path output, boolean overwrite, byte[] bytes) throws IOException {
        write(
                output,
                overwrite,
                channel -> Channels.newOutputStream(channel).write(bytes),
                Check.NONE);
    }

    /**
     * Removes the temporary files of this process and refuses to make new ones: for a process that
     * is about to be halted while it works. An orderly end of the JVM does the same.
     */
    public static void abandonAll() {
        OpenTemporaries.end();
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
        Optional<BasicFileAttributes> found = attributes(absolute);
        if (found.isPresent()) {
            if (!found.get().isRegularFile()) {
                throw new FileAlreadyExistsException(
                        output.toString(), null, "output must be a regular file");
            }
            return absolute.toRealPath();
        }
        Path folder = absolute.getParent();
        if (folder == null
                || attributes(folder).filter(BasicFileAttributes::isDirectory).isEmpty()) {
            throw new FileSystemException(
                    output.toString(), null, "folder of the output must exist");
        }
        return absolute;
    }

    private static void refuseExisting(Path output) throws IOException {
        if (exists(output)) {
            throw new FileAlreadyExistsException(output.toString());
        }
    }

    /** Unlike in the JDK a file that cannot be looked at is not one that does not exist. */
    static boolean exists(Path path) throws IOException {
        return attributes(path).isPresent();
    }

    private static Optional<BasicFileAttributes> attributes(Path path) throws IOException {
        try {
            return Optional.of(Files.readAttributes(path, BasicFileAttributes.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Makes what was done in a folder last, where the system can. */
    static void sync(Path folder) throws IOException {
        if (!folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
