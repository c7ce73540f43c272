package dev.vernier.model.faulty;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/** Tells a {@link FaultyDisk} of every operation before it reaches the real file. */
final class FaultyProvider extends FileSystemProvider {

    private static final FileSystemProvider REAL = FileSystems.getDefault().provider();

    private final FaultyDisk disk;
    private final FaultyFileSystem fileSystem;

    FaultyProvider(FaultyDisk disk) {
        this.disk = disk;
        this.fileSystem = new FaultyFileSystem(this, disk);
    }

    FaultyFileSystem fileSystem() {
        return fileSystem;
    }

    private Path operation(String what, Path path) throws IOException {
        Path real = FaultyPath.real(path);
        disk.operation(what, real);
        return real;
    }

    @Override
    public String getScheme() {
        return "faulty";
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> env) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
        return fileSystem;
    }

    @Override
    public Path getPath(URI uri) {
        return new FaultyPath(fileSystem, Path.of(uri));
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        return newFileChannel(path, options, attributes);
    }

    @Override
    public FileChannel newFileChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        Path real = FaultyPath.real(path);
        boolean creates =
                options.contains(StandardOpenOption.CREATE)
                        || options.contains(StandardOpenOption.CREATE_NEW);
        if (creates) {
            disk.room("create", real, 0);
        } else {
            disk.operation("open", real);
        }
        boolean existed = Files.exists(real);
        FileChannel channel = REAL.newFileChannel(real, options, attributes);
        if (!existed) {
            disk.durable().created(real);
        }
        return new FaultyChannel(disk, real, channel);
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(
            Path folder, DirectoryStream.Filter<? super Path> filter) throws IOException {
        DirectoryStream<Path> real =
                REAL.newDirectoryStream(
                        operation("list", folder),
                        path -> filter.accept(new FaultyPath(fileSystem, path)));
        return new DirectoryStream<>() {
            @Override
            public Iterator<Path> iterator() {
                Iterator<Path> paths = real.iterator();
                return new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        return paths.hasNext();
                    }

                    @Override
                    public Path next() {
                        return new FaultyPath(fileSystem, paths.next());
                    }
                };
            }

            @Override
            public void close() throws IOException {
                real.close();
            }
        };
    }

    @Override
    public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
        Path real = operation("create folder", folder);
        REAL.createDirectory(real, attributes);
        disk.durable().created(real);
    }

    @Override
    public void delete(Path path) throws IOException {
        Path real = operation("delete", path);
        if (Files.exists(real)) {
            disk.durable().willDelete(real);
        }
        REAL.delete(real);
    }

    @Override
    public void copy(Path source, Path target, CopyOption... options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void move(Path source, Path target, CopyOption... options) throws IOException {
        Path from = operation("move", source);
        disk.durable().willMove(from, FaultyPath.real(target));
        REAL.move(from, FaultyPath.real(target), options);
    }

    @Override
    public boolean isSameFile(Path path, Path path2) throws IOException {
        return REAL.isSameFile(operation("compare", path), FaultyPath.real(path2));
    }

    @Override
    public boolean isHidden(Path path) throws IOException {
        return REAL.isHidden(operation("look at", path));
    }

    @Override
    public FileStore getFileStore(Path path) throws IOException {
        return REAL.getFileStore(operation("look at the store of", path));
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
        REAL.checkAccess(operation("look for", path), modes);
    }

    @Override
    public <V extends FileAttributeView> V getFileAttributeView(
            Path path, Class<V> type, LinkOption... options) {
        return REAL.getFileAttributeView(FaultyPath.real(path), type, options);
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(
            Path path, Class<A> type, LinkOption... options) throws IOException {
        return REAL.readAttributes(operation("look at", path), type, options);
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options)
            throws IOException {
        return REAL.readAttributes(operation("look at", path), attributes, options);
    }

    @Override
    public void setAttribute(Path path, String attribute, Object value, LinkOption... options)
            throws IOException {
        REAL.setAttribute(operation("change", path), attribute, value, options);
    }
}
