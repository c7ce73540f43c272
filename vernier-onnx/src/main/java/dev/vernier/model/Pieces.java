package dev.vernier.model;

import dev.vernier.graph.TensorData;
import dev.vernier.graph.TensorData.Deferred;
import dev.vernier.graph.TensorData.FileRegion;
import dev.vernier.graph.TensorData.Inline;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Bytes that are still in several places: parts of an array, tensor data on the heap, tensor data
 * in files, tensor data still to be made. Not thread-safe.
 */
final class Pieces {

    private sealed interface Piece {}

    private record Part(ByteBuffer bytes) implements Piece {}

    private record Data(TensorData data) implements Piece {}

    private final List<Piece> pieces = new ArrayList<>();
    private long size;

    /** The number of bytes in all. */
    long size() {
        return size;
    }

    Pieces add(byte[] array, int from, int to) {
        if (from < to) {
            pieces.add(new Part(ByteBuffer.wrap(array, from, to - from)));
            size += to - from;
        }
        return this;
    }

    Pieces add(byte[] array) {
        return add(array, 0, array.length);
    }

    Pieces add(TensorData data) {
        pieces.add(new Data(data));
        size += data.size();
        return this;
    }

    Pieces add(Pieces others) {
        pieces.addAll(others.pieces);
        size += others.size;
        return this;
    }

    void writeTo(WritableByteChannel out) throws IOException {
        try (RegionCopy regions = new RegionCopy()) {
            for (Piece piece : pieces) {
                if (piece instanceof Part part) {
                    write(part.bytes.duplicate(), out);
                } else if (((Data) piece).data instanceof FileRegion region) {
                    regions.copy(region, out);
                } else if (((Data) piece).data instanceof Deferred deferred) {
                    deferred.writeTo(out);
                } else {
                    write(((Inline) ((Data) piece).data).buffer(), out);
                }
            }
        }
    }

    private static void write(ByteBuffer bytes, WritableByteChannel out) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    /**
     * All bytes in one buffer; the caller knows that there are less than 2 GB.
     *
     * @param memory gives a buffer of a size
     */
    ByteBuffer gathered(IntFunction<ByteBuffer> memory) throws IOException {
        ByteBuffer bytes = memory.apply(Math.toIntExact(size));
        writeTo(new Filling(bytes));
        return bytes.flip();
    }

    /** Writes into a buffer that has room for all. */
    private record Filling(ByteBuffer target) implements WritableByteChannel {

        @Override
        public int write(ByteBuffer source) {
            int written = source.remaining();
            target.put(source);
            return written;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            // nothing to release
        }
    }
}
