package dev.vernier.improve;

import dev.vernier.data.Sample;
import dev.vernier.data.SampleTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
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

    private final StoreFile file;
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

    private SampleStore(StoreFile file) {
        this.file = file;
    }

    /** An empty store, in the system's folder for temporary files. */
    static SampleStore create() throws IOException {
        return new SampleStore(StoreFile.create("samples"));
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
        file.write(bytes, offset);
        return SampleTensor.ofStored(
                tensor.type(), tensor.shape(), () -> file.read(offset, length));
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
    }
}
