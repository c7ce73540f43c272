package dev.vernier.data;

import dev.vernier.graph.ElementType;
import dev.vernier.model.Limit;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.ZipException;

/**
 * An npy array read from a stream: whole, or row by row along its first axis.
 *
 * <p>In C order rows are read as they are asked for, so an array of any size takes the memory of
 * one run. In Fortran order a row is spread over the file, and the array is held in memory.
 *
 * <p>Memory is taken as bytes arrive, never by what a header claims. Not thread-safe.
 */
final class NpyArray implements Closeable {

    /** Largest tensor that is read: 1 GiB. */
    private final String name;

    private final NpyHeader header;
    private final InputStream in;
    private ByteBuffer inMemory = ByteBuffer.allocate(0);
    private boolean isInMemory;

    private NpyArray(String name, NpyHeader header, InputStream in) {
        this.name = name;
        this.header = header;
        this.in = in;
    }

    /**
     * Reads the header.
     *
     * @param name what messages call the array
     * @param in the array, closed with this object
     * @param available the bytes that the array must take, its header included
     * @throws DataException if header and size do not agree
     */
    static NpyArray open(String name, InputStream in, long available) throws IOException {
        try {
            NpyHeader header = NpyHeader.read(in);
            if (header.fileLength() != available) {
                throw new DataException(
                        "array must have the size of its header; array=%s, needed=%d bytes,"
                                        .formatted(header.describe(), header.fileLength())
                                + " found="
                                + available
                                + "; save or fetch it again");
            }
            return new NpyArray(name, header, in);
        } catch (DataException | IOException e) {
            in.close();
            throw new DataException(name + ": " + e.getMessage(), e);
        }
    }

    NpyHeader header() {
        return header;
    }

    /** The length of the first axis. */
    long rows() {
        return header.shape().get(0);
    }

    /** All of it, in C order and little-endian. */
    SampleTensor all() throws IOException {
        return SampleTensor.ofBytes(header.type(), header.lengths(), readAll());
    }

    /** The next {@code count} rows, as a tensor whose first axis has that length. */
    SampleTensor nextRows(long count) throws IOException {
        long[] shape = header.lengths();
        shape[0] = count;
        long size = header.type().bytes(SampleTensor.elements(shape));
        if (header.isFortran() && header.shape().size() > 1) {
            if (!isInMemory) {
                inMemory = readAll();
                isInMemory = true;
            }
            ByteBuffer rows = inMemory.slice(inMemory.position(), (int) size);
            inMemory.position(inMemory.position() + (int) size);
            return SampleTensor.ofBytes(header.type(), shape, rows);
        }
        return SampleTensor.ofBytes(
                header.type(), shape, ByteBuffer.wrap(littleEndian(read(size))));
    }

    /** Passes over rows without keeping them. */
    void skipRows(long count) throws IOException {
        long[] shape = header.lengths();
        shape[0] = count;
        long size = header.type().bytes(SampleTensor.elements(shape));
        if (isInMemory) {
            inMemory.position(inMemory.position() + (int) size);
        } else if (header.isFortran() && header.shape().size() > 1) {
            nextRows(count);
        } else {
            skip(size);
        }
    }

    private void skip(long size) throws IOException {
        try {
            in.skipNBytes(size);
        } catch (ZipException | EOFException e) {
            throw new DataException(name + ": array is damaged; " + e.getMessage(), e);
        }
    }

    private ByteBuffer readAll() throws IOException {
        byte[] bytes = littleEndian(read(header.type().bytes(header.elements())));
        return ByteBuffer.wrap(header.isFortran() ? toCOrder(bytes) : bytes);
    }

    private byte[] read(long size) throws IOException {
        if (Limit.SAMPLE_TENSOR_BYTES.isExceededBy(size)) {
            throw new DataException(
                    "%s: tensor must be at most %d bytes; array=%s; %s"
                            .formatted(
                                    name,
                                    Limit.SAMPLE_TENSOR_BYTES.value(),
                                    header.describe(),
                                    Limit.SAMPLE_TENSOR_BYTES.remedy()));
        }
        byte[] bytes;
        try {
            bytes = in.readNBytes((int) size);
        } catch (ZipException | EOFException e) {
            throw new DataException(name + ": array is damaged; " + e.getMessage(), e);
        }
        if (bytes.length < size) {
            throw new DataException(
                    "%s: array ends early; needed=%d bytes, found=%d"
                            .formatted(name, size, bytes.length));
        }
        return bytes;
    }

    private byte[] littleEndian(byte[] bytes) {
        int width = header.type().bits() / 8;
        if (header.order() == ByteOrder.BIG_ENDIAN) {
            for (int start = 0; start < bytes.length; start += width) {
                for (int i = 0; i < width / 2; i++) {
                    byte swapped = bytes[start + i];
                    bytes[start + i] = bytes[start + width - 1 - i];
                    bytes[start + width - 1 - i] = swapped;
                }
            }
        }
        if (header.type() == ElementType.BOOL) {
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) (bytes[i] == 0 ? 0 : 1);
            }
        }
        return bytes;
    }

    private byte[] toCOrder(byte[] fortran) {
        long[] shape = header.lengths();
        int width = header.type().bits() / 8;
        long[] index = new long[shape.length];
        long[] strides = new long[shape.length]; // in elements of the Fortran order
        long stride = 1;
        for (int axis = 0; axis < shape.length; axis++) {
            strides[axis] = stride;
            stride *= shape[axis];
        }
        byte[] ordered = new byte[fortran.length];
        for (int to = 0; to < ordered.length; to += width) {
            long from = 0;
            for (int axis = 0; axis < shape.length; axis++) {
                from += index[axis] * strides[axis];
            }
            System.arraycopy(fortran, (int) (from * width), ordered, to, width);
            for (int axis = shape.length - 1; axis >= 0 && ++index[axis] == shape[axis]; axis--) {
                index[axis] = 0;
            }
        }
        return ordered;
    }

    /**
     * Checks that nothing follows the elements; called at the end of a pass.
     *
     * @throws DataException if there is more
     */
    void expectEnd() throws IOException {
        int next;
        try {
            next = in.read();
        } catch (ZipException | EOFException e) {
            throw new DataException(name + ": array is damaged; " + e.getMessage(), e);
        }
        if (next >= 0) {
            throw new DataException(name + ": array is longer than it says");
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    @Override
    public String toString() {
        return name + header.shape();
    }
}
