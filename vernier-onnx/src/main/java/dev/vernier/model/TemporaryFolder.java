package dev.vernier.model;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A folder for what another library, or nobody after this process, reads, in the system's folder
 * for such: gone when closed, when the process ends in an orderly way, and otherwise when the next
 * one is made.
 *
 * <p>Only this user can look into it, where the system knows permissions. Not thread-safe.
 */
public final class TemporaryFolder implements AutoCloseable {

    private final Path path;

    private TemporaryFolder(Path path) {
        this.path = path;
    }

    /**
     * Creates an empty folder.
     *
     * @param purpose a word for its name
     */
    public static TemporaryFolder create(String purpose) throws IOException {
        Path system = Path.of(System.getProperty("java.io.tmpdir", "")).toAbsolutePath();
        String name = TemporaryName.next(Path.of("vernier-" + purpose), "").toString();
        Path path = system.resolve(name);
        OpenTemporaries.make(path, TemporaryFolder::createPrivate);
        AbandonedFiles.sweep(path);
        return new TemporaryFolder(path);
    }

    private static void createPrivate(Path path) throws IOException {
        boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] attributes =
                posix
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rwx------"))
                        }
                        : new FileAttribute<?>[0];
        Files.createDirectory(path, attributes);
    }

    public Path path() {
        return path;
    }

    /** A new file in the folder, to write and to read. */
    public FileChannel newFile(String name) throws IOException {
        return FileChannel.open(
                path.resolve(name),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
    }

    /** Removes the folder with all that is in it. */
    @Override
    public void close() throws IOException {
        OpenTemporaries.remove(path);
    }
}
