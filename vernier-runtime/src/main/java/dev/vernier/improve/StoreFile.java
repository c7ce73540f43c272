package dev.vernier.improve;

import dev.vernier.model.TemporaryFolder;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * A file in the system's folder for temporary files, gone when closed. May be read and written by
 * many threads, as long as not in the same place.
 */
final class StoreFile implements AutoCloseable {

    /** The system copies through memory off the heap that each thread keeps: not a lot of it. */
    private static final int MOST_AT_ONCE = 1 << 18;

    private final TemporaryFolder folder;
    private final FileChannel file;

    private StoreFile(TemporaryFolder folder, FileChannel file) {
        this.folder = folder;
        this.file = file;
    }

    /**
     * An empty file.
     *
     * @param name a word that says what will be in it
     */
    static StoreFile create(String name) throws IOException {
        TemporaryFolder folder = TemporaryFolder.create(name);
        try {
            return new StoreFile(folder, folder.newFile(name));
        } catch (IOException e) {
            folder.close();
            throw e;
        }
    }

    /** Writes what remains of the bytes. */
    void write(ByteBuffer bytes, long offset) throws IOException {
        int end = bytes.limit();
        long at = offset;
        while (bytes.position() < end) {
            bytes.limit(Math.min(end, bytes.position() + MOST_AT_ONCE));
            at += file.write(bytes, at);
        }
        bytes.limit(end);
    }

    /**
     * So many bytes, which must have been written.
     *
     * @throws UncheckedIOException if they cannot be read
     */
    ByteBuffer read(long offset, int length) {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        try {
            while (bytes.position() < length) {
                bytes.limit(Math.min(length, bytes.position() + MOST_AT_ONCE));
                if (file.read(bytes, offset + bytes.position()) < 0) {
                    throw new EOFException(folder.path() + " must not be changed");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.flip();
    }

    @Override
    public void close() throws IOException {
        file.close();
        folder.close();
    }
}
