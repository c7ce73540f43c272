package dev.vernier.data;

import dev.vernier.graph.ElementType;
import dev.vernier.model.Limit;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The first bytes of an {@code .npy} array: what follows them, and in which order.
 *
 * <p>Versions 1 to 3 of the format (NumPy Enhancement Proposal 1 and {@code numpy.lib.format}). The
 * header is a Python literal; {@link NpyHeaderParser} reads it by its grammar, nothing is ever
 * evaluated.
 *
 * @param type the element type
 * @param order the byte order of the elements
 * @param isFortran whether the first axis varies fastest
 * @param shape lengths of the axes
 * @param length bytes of the header, magic included: where the elements begin
 */
record NpyHeader(
        ElementType type, ByteOrder order, boolean isFortran, List<Long> shape, int length) {

    static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

    /**
     * Reads a header and leaves the stream at the first element.
     *
     * @throws DataException if it is no array, or none that can be read here
     */
    static NpyHeader read(InputStream in) throws IOException {
        byte[] start = in.readNBytes(MAGIC.length + 2);
        if (start.length < MAGIC.length + 2
                || !Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new DataException(
                    "array must begin with the npy magic bytes; save it with numpy.save");
        }
        int version = start[MAGIC.length];
        if (version < 1 || version > 3) {
            throw new DataException(
                    "npy version must be 1, 2 or 3; version="
                            + version
                            + "; save it in one of them");
        }
        int sizeBytes = version == 1 ? 2 : 4;
        long size = 0;
        byte[] field = read(in, sizeBytes);
        for (int i = 0; i < sizeBytes; i++) {
            size |= Byte.toUnsignedLong(field[i]) << (8 * i);
        }
        if (Limit.NPY_HEADER_BYTES.isExceededBy(size)) {
            throw new DataException(
                    "npy header must be at most %d bytes; length=%d; %s"
                            .formatted(
                                    Limit.NPY_HEADER_BYTES.value(),
                                    size,
                                    Limit.NPY_HEADER_BYTES.remedy()));
        }
        Charset charset = version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
        String text = new String(read(in, (int) size), charset);
        int length = start.length + sizeBytes + (int) size;
        return new NpyHeaderParser(text).parse(length);
    }

    private static byte[] read(InputStream in, int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("npy header ends early");
        }
        return bytes;
    }

    /** The lengths of the axes. */
    long[] lengths() {
        return shape.stream().mapToLong(Long::longValue).toArray();
    }

    /** The number of elements. */
    long elements() {
        return SampleTensor.elements(lengths());
    }

    /**
     * Bytes of header and elements together: what the file must have.
     *
     * @throws DataException if that does not fit a long
     */
    long fileLength() {
        try {
            return Math.addExact(length, type.bytes(elements()));
        } catch (ArithmeticException | IllegalArgumentException e) {
            throw new DataException(
                    "array must have a size that can be counted; shape="
                            + shape
                            + "; save it again",
                    e);
        }
    }

    /** Type and shape as messages print them. */
    String describe() {
        return type.name().toLowerCase(Locale.ROOT) + shape;
    }
}
