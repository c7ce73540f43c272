package dev.vernier.graph;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Where the elements of a constant are: on the heap, still in the file they came from, or nowhere
 * until they are written.
 *
 * <p>Large weights stay {@link FileRegion}s from reading to writing, which is what makes the heap
 * independent of the size of the model.
 *
 * <p>Elements are little-endian, in C order, packed as ONNX {@code raw_data} packs them, unless the
 * data is {@link Opaque}. Immutable.
 */
public sealed interface TensorData {

    /** Bytes the elements take. */
    long size();

    /** Elements on the heap. Compared by content. */
    final class Inline implements TensorData {
        private final byte[] bytes;

        private Inline(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public long size() {
            return bytes.length;
        }

        /** A read-only, little-endian view. */
        public ByteBuffer buffer() {
            return ByteBuffer.wrap(bytes).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Inline that && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return "Inline[" + bytes.length + " bytes]";
        }
    }

    /**
     * Elements in a file.
     *
     * @param file the file, which must stay as it is while the graph is in use
     * @param offset the first byte
     * @param length the number of bytes
     */
    record FileRegion(Path file, long offset, long length) implements TensorData {
        public FileRegion {
            if (offset < 0 || length < 0 || offset > Long.MAX_VALUE - length) {
                throw new IllegalArgumentException(
                        "file region must be at least zero and must not overflow; offset="
                                + offset
                                + ", length="
                                + length);
            }
        }

        @Override
        public long size() {
            return length;
        }
    }

    /**
     * Elements in a form of the file's own (strings, typed fields written as variable-length
     * integers), carried verbatim.
     *
     * @param extras the data fields of the tensor record
     */
    record Opaque(Extras extras) implements TensorData {
        @Override
        public long size() {
            return extras.toByteArray().length;
        }
    }

    /**
     * Elements that are made each time they are written, so that the heap never holds them all.
     * Compared by identity.
     */
    final class Deferred implements TensorData {
        private final long size;
        private final Source source;

        private Deferred(long size, Source source) {
            this.size = size;
            this.source = source;
        }

        @Override
        public long size() {
            return size;
        }

        /** Makes the elements, in order. */
        public void writeTo(WritableByteChannel out) throws IOException {
            source.writeTo(out);
        }

        @Override
        public String toString() {
            return "Deferred[" + size + " bytes]";
        }
    }

    /** Makes elements: each time the same, exactly as many bytes as it said. */
    @FunctionalInterface
    interface Source {
        void writeTo(WritableByteChannel out) throws IOException;
    }

    /** Elements that are made when they are written; {@code size} is in bytes. */
    static Deferred deferred(long size, Source source) {
        return new Deferred(size, source);
    }

    /** Elements on the heap; {@code bytes} is taken over and must not be changed afterwards. */
    static Inline inline(byte[] bytes) {
        return new Inline(bytes);
    }
}
