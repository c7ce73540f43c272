package dev.vernier.numeric;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/**
 * Quantizes and dequantizes stored tensors of any size piece by piece: real numbers in a {@link
 * RealFormat} to codes in the {@link CodeFormat} of their type, and back. Linear grids and code
 * books alike.
 *
 * <p>The bytes are those that the tensor as a whole would give: what {@code raw_data} of an ONNX
 * tensor holds. For linear grids NaN is to be refused before; code books have a code for it.
 *
 * <p>Heap: about 6 MB whatever the size of the tensor. Not thread-safe; each piece uses the common
 * pool.
 */
public final class TensorStream {

    /** Elements of a piece; even, so that no byte of nibbles is cut. */
    private static final int PIECE = 1 << 20;

    private final StoredCodes codes;
    private final RealFormat realFormat;

    private TensorStream(StoredCodes codes, RealFormat realFormat) {
        this.codes = codes;
        this.realFormat = realFormat;
    }

    /** Of a linear grid whose type ONNX stores. */
    public TensorStream(TensorQuantizer quantizer, RealFormat realFormat) {
        this(new LinearCodes(quantizer), realFormat);
    }

    /** Of a code book: up to 4 bits two codes a byte, wider ones a byte each. */
    public TensorStream(CodeBookQuantizer quantizer, RealFormat realFormat) {
        this(new CodeBookCodes(quantizer), realFormat);
    }

    /** The stored codes of a whole tensor in memory. */
    public static byte[] quantize(TensorQuantizer quantizer, float[] values) {
        return whole(new LinearCodes(quantizer), values);
    }

    /** The stored codes of a whole tensor in memory. */
    public static byte[] quantize(CodeBookQuantizer quantizer, float[] values) {
        return whole(new CodeBookCodes(quantizer), values);
    }

    private static byte[] whole(StoredCodes codes, float[] values) {
        if (values.length != codes.layout().elements()) {
            throw new IllegalArgumentException(
                    "elements must be as many as the tensor's; elements="
                            + values.length
                            + ", tensor="
                            + codes.layout().elements());
        }
        ByteBuffer stored =
                ByteBuffer.allocate(Math.toIntExact(codes.format().bytes(values.length)));
        codes.quantize(0, values, stored, values.length);
        return stored.array();
    }

    /** Bytes that the stored codes of the tensor take. */
    public long codeBytes() {
        return codes.format().bytes(codes.layout().elements());
    }

    /** Bytes that the stored real numbers of the tensor take. */
    public long realBytes() {
        return Math.multiplyExact(codes.layout().elements(), realFormat.bytes());
    }

    /**
     * Reads {@link #realBytes} from {@code source} and writes {@link #codeBytes} to {@code target}.
     *
     * @throws EOFException if the source ends before
     */
    public void quantize(ReadableByteChannel source, WritableByteChannel target)
            throws IOException {
        long elements = codes.layout().elements();
        int piece = (int) Math.min(PIECE, elements);
        ByteBuffer in = ByteBuffer.allocate(piece * realFormat.bytes());
        ByteBuffer out = ByteBuffer.allocate((int) codes.format().bytes(piece));
        float[] values = new float[piece];
        for (long position = 0; position < elements; position += piece) {
            int length = (int) Math.min(piece, elements - position);
            fill(in, length * realFormat.bytes(), source, position);
            realFormat.read(in, values, 0, length);
            codes.quantize(position, values, out.clear(), length);
            drain(out, target);
        }
    }

    /**
     * Reads {@link #codeBytes} from {@code source} and writes {@link #realBytes} to {@code target}.
     *
     * @throws EOFException if the source ends before
     */
    public void dequantize(ReadableByteChannel source, WritableByteChannel target)
            throws IOException {
        long elements = codes.layout().elements();
        int piece = (int) Math.min(PIECE, elements);
        ByteBuffer in = ByteBuffer.allocate((int) codes.format().bytes(piece));
        ByteBuffer out = ByteBuffer.allocate(piece * realFormat.bytes());
        float[] values = new float[piece];
        for (long position = 0; position < elements; position += piece) {
            int length = (int) Math.min(piece, elements - position);
            fill(in, (int) codes.format().bytes(length), source, position);
            codes.dequantize(position, in, values, length);
            realFormat.write(values, 0, out.clear(), length);
            drain(out, target);
        }
    }

    /**
     * Quantizes the elements that {@code source} holds, which follow {@code position} in the
     * tensor, and appends their codes to {@code target}. For 4-bit types {@code position} must be
     * even, and so must be the number of elements in all pieces but the last.
     */
    public void quantize(long position, ByteBuffer source, ByteBuffer target) {
        int length = source.remaining() / realFormat.bytes();
        if (source.remaining() % realFormat.bytes() != 0) {
            throw new IllegalArgumentException(
                    "source must hold whole elements; bytes="
                            + source.remaining()
                            + ", format="
                            + realFormat);
        }
        float[] values = new float[Math.min(length, PIECE)];
        for (int done = 0; done < length; done += PIECE) {
            int n = Math.min(PIECE, length - done);
            realFormat.read(source, values, 0, n);
            codes.quantize(position + done, values, target, n);
        }
    }

    private void fill(ByteBuffer buffer, int bytes, ReadableByteChannel source, long position)
            throws IOException {
        buffer.clear().limit(bytes);
        while (buffer.hasRemaining()) {
            if (source.read(buffer) < 0) {
                throw new EOFException(
                        "source must hold all elements of the tensor; elements="
                                + codes.layout().elements()
                                + ", ended in the piece from element "
                                + position);
            }
        }
        buffer.flip();
    }

    private static void drain(ByteBuffer buffer, WritableByteChannel target) throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            target.write(buffer);
        }
    }
}
