package dev.vernier.improve;

import dev.vernier.data.Sample;
import dev.vernier.data.SampleTensor;
import dev.vernier.model.TemporaryFolder;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Samples in a temporary file, from which their tensors are read at every use: memory does not grow
 * with their number.
 *
 * <p>The place of a sample that was removed is used again. Samples may be read by many threads;
 * they are put and removed by one. Closing removes the file, and what is in it cannot be read from
 * then on.
 */
final class SampleStore implements AutoCloseable {

    private final TemporaryFolder folder;
    private final FileChannel file;
    private final List<Slot> free = new ArrayList<>();
    private long end;

    /** Where in the file a sample is. */
    record Slot(long offset, long capacity) {}

    /**
     * A sample in the store.
     *
     * @param sample reads its tensors from the store
     */
    record Stored(Sample sample, Slot slot) {}

    private SampleStore(TemporaryFolder folder, FileChannel file) {
        this.folder = folder;
        this.file = file;
    }

    /** An empty store, in the system's folder for temporary files. */
    static SampleStore create() throws IOException {
        TemporaryFolder folder = TemporaryFolder.create("samples");
        try {
            return new SampleStore(folder, folder.newFile("samples"));
        } catch (IOException e) {
            folder.close();
            throw e;
        }
    }

    /** Writes a sample; strings stay in memory. */
    Stored put(Sample sample) throws IOException {
        Slot slot = slot(bytes(sample));
        Map<String, SampleTensor> inputs = new LinkedHashMap<>();
        long offset = slot.offset();
        for (Map.Entry<String, SampleTensor> input : sample.inputs().entrySet()) {
            SampleTensor tensor = input.getValue();
            inputs.put(input.getKey(), tensor.strings().isEmpty() ? put(tensor, offset) : tensor);
            offset += tensor.bytes().remaining();
        }
        return new Stored(new Sample(sample.name(), inputs), slot);
    }

    private SampleTensor put(SampleTensor tensor, long offset) throws IOException {
        ByteBuffer bytes = tensor.bytes();
        int length = bytes.remaining();
        long at = offset;
        while (bytes.hasRemaining()) {
            at += file.write(bytes, at);
        }
        return SampleTensor.ofStored(tensor.type(), tensor.shape(), () -> read(offset, length));
    }

    private ByteBuffer read(long offset, int length) {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        try {
            while (bytes.hasRemaining()) {
                if (file.read(bytes, offset + bytes.position()) < 0) {
                    throw new EOFException(folder.path() + " must not be changed");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.flip();
    }

    private Slot slot(long size) {
        for (Slot slot : free) {
            if (slot.capacity() >= size) {
                free.remove(slot);
                return slot;
            }
        }
        Slot slot = new Slot(end, size);
        end += size;
        return slot;
    }

    /** Makes room for another; the sample cannot be read from now on. */
    void remove(Stored stored) {
        free.add(stored.slot());
    }

    /** What a sample takes in the store. */
    static long bytes(Sample sample) {
        return sample.inputs().values().stream()
                .mapToLong(tensor -> tensor.bytes().remaining())
                .sum();
    }

    @Override
    public void close() throws IOException {
        file.close();
        folder.close();
    }
}
