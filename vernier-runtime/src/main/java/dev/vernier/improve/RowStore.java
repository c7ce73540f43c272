package dev.vernier.improve;

import dev.vernier.improve.matrix.Rows;
import dev.vernier.improve.matrix.StoredRows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Rows in a temporary file, from which they are read at every use: memory does not grow with their
 * number.
 *
 * <p>The first 4 MB stay in memory, and all of them where no file can be written. Safe for use by
 * many threads. Closing removes the file, and what is in it cannot be read from then on.
 */
final class RowStore implements AutoCloseable {

    private static final long MOST_BYTES_IN_MEMORY = 4L << 20;

    private Optional<StoreFile> file = Optional.empty();
    private boolean isFileRefused;
    private long inMemory;
    private long end;

    /** Keeps rows; they may not be changed from now on. */
    StoredRows put(Rows rows) {
        int count = rows.count();
        int columns = rows.columns();
        int length = count * columns * Float.BYTES;
        Optional<StoreFile> target = target(length);
        if (target.isEmpty()) {
            return StoredRows.inMemory(rows);
        }
        StoreFile into = target.get();
        long offset = reserve(length);
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.nativeOrder());
        bytes.asFloatBuffer().put(rows.values());
        try {
            into.write(bytes, offset);
        } catch (IOException e) {
            refuseFile(); // a full disk: what is stored can be read
            return StoredRows.inMemory(rows);
        }
        return new StoredRows(count, columns, () -> read(into, offset, count, columns));
    }

    private static Rows read(StoreFile file, long offset, int count, int columns) {
        float[] values = new float[count * columns];
        file.read(offset, values.length * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer()
                .get(values);
        return new Rows(values, count, columns);
    }

    /** Empty for memory. */
    private synchronized Optional<StoreFile> target(int length) {
        if (inMemory + length <= MOST_BYTES_IN_MEMORY || isFileRefused) {
            inMemory += length;
            return Optional.empty();
        }
        if (file.isEmpty()) {
            try {
                file = Optional.of(StoreFile.create("rows"));
            } catch (IOException e) {
                refuseFile(); // as on a read-only disk
            }
        }
        return file;
    }

    private synchronized long reserve(int length) {
        long offset = end;
        end += length;
        return offset;
    }

    private synchronized void refuseFile() {
        isFileRefused = true;
    }

    /**
     * Removes the file.
     *
     * @throws UncheckedIOException if it cannot be removed
     */
    @Override
    public synchronized void close() {
        try {
            if (file.isPresent()) {
                file.get().close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            file = Optional.empty();
        }
    }
}
