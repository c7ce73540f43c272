package dev.vernier.numeric;

import dev.vernier.kernel.NibbleKernel;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/**
 * Quantizes and dequantizes stored tensors of any size piece by piece: real numbers in a {@link
 * RealFormat} to codes in the {@link CodeFormat} of their type, and back.
 *
 * <p>The bytes are those that the tensor as a whole would give: what {@code raw_data} of an ONNX
 * tensor holds. NaN is to be refused before.
 *
 * <p>Heap: about 6 MB whatever the size of the tensor. Not thread-safe; each piece uses the common
 * pool.
 */
public final class TensorStream {

    /** Elements of a piece; even, so that no byte of nibbles is cut. */
    private static final int PIECE = 1 << 20;

    private final TensorQuantizer quantizer;
    private final RealFormat realFormat;
    private final CodeFormat codeFormat;

    public TensorStream(TensorQuantizer quantizer, RealFormat realFormat) {
        this.quantizer = quantizer;
        this.realFormat = realFormat;
        this.codeFormat = CodeFormat.of(quantizer.type());
    }

    /** The stored codes of a whole tensor in memory. */
    public static byte[] quantize(TensorQuantizer quantizer, float[] values) {
        if (values.length != quantizer.layout().elements()) {
            throw new IllegalArgumentException(
                    "elements must be as many as the tensor's; elements="
                            + values.length
                            + ", tensor="
                            + quantizer.layout().elements());
        }
        CodeFormat format = CodeFormat.of(quantizer.type());
        ByteBuffer codes = ByteBuffer.allocate(Math.toIntExact(format.bytes(values.length)));
        new TensorStream(quantizer, RealFormat.FLOAT32).quantize(0, values, codes, values.length);
        return codes.array();
    }

    /** Bytes that the stored codes of the tensor take. */
    public long codeBytes() {
        return codeFormat.bytes(quantizer.layout().elements());
    }

    /** Bytes that the stored real numbers of the tensor take. */
    public long realBytes() {
        return Math.multiplyExact(quantizer.layout().elements(), realFormat.bytes());
    }

    /**
     * Reads {@link #realBytes} from {@code source} and writes {@link #codeBytes} to {@code target}.
     *
     * @throws EOFException if the source ends before
     */
    public void quantize(ReadableByteChannel source, WritableByteChannel target)
            throws IOException {
        long elements = quantizer.layout().elements();
        int piece = (int) Math.min(PIECE, elements);
        ByteBuffer in = ByteBuffer.allocate(piece * realFormat.bytes());
        ByteBuffer out = ByteBuffer.allocate((int) codeFormat.bytes(piece));
        float[] values = new float[piece];
        for (long position = 0; position < elements; position += piece) {
            int length = (int) Math.min(piece, elements - position);
            fill(in, length * realFormat.bytes(), source, position);
            realFormat.read(in, values, 0, length);
            quantize(position, values, out.clear(), length);
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
        long elements = quantizer.layout().elements();
        int piece = (int) Math.min(PIECE, elements);
        ByteBuffer in = ByteBuffer.allocate((int) codeFormat.bytes(piece));
        ByteBuffer out = ByteBuffer.allocate(piece * realFormat.bytes());
        float[] values = new float[piece];
        for (long position = 0; position < elements; position += piece) {
            int length = (int) Math.min(piece, elements - position);
            fill(in, (int) codeFormat.bytes(length), source, position);
            dequantize(position, in, values, length);
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
            quantize(position + done, values, target, n);
        }
    }

    private void quantize(long position, float[] values, ByteBuffer target, int length) {
        switch (codeFormat) {
            case NIBBLES -> {
                checkEven(position);
                byte[] codes = new byte[length];
                quantizer.quantize(position, values, 0, codes, 0, length);
                byte[] packed = new byte[NibbleKernel.packedLength(length)];
                NibbleKernel.pack(codes, 0, packed, 0, length);
                target.put(packed);
            }
            case BYTES -> {
                byte[] codes = new byte[length];
                quantizer.quantize(position, values, 0, codes, 0, length);
                target.put(codes);
            }
            case SHORTS -> {
                short[] codes = new short[length];
                quantizer.quantize(position, values, 0, codes, 0, length);
                target.slice().order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().put(codes);
                target.position(target.position() + length * Short.BYTES);
            }
        }
    }

    private void dequantize(long position, ByteBuffer source, float[] values, int length) {
        switch (codeFormat) {
            case NIBBLES -> {
                checkEven(position);
                byte[] packed = new byte[NibbleKernel.packedLength(length)];
                source.get(packed);
                byte[] codes = new byte[length];
                if (quantizer.type().signed()) {
                    NibbleKernel.unpackSigned(packed, 0, codes, 0, length);
                } else {
                    NibbleKernel.unpackUnsigned(packed, 0, codes, 0, length);
                }
                quantizer.dequantize(position, codes, 0, values, 0, length);
            }
            case BYTES -> {
                byte[] codes = new byte[length];
                source.get(codes);
                quantizer.dequantize(position, codes, 0, values, 0, length);
            }
            case SHORTS -> {
                short[] codes = new short[length];
                source.slice().order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(codes);
                source.position(source.position() + length * Short.BYTES);
                quantizer.dequantize(position, codes, 0, values, 0, length);
            }
        }
    }

    private static void checkEven(long position) {
        if (position % 2 != 0) {
            throw new IllegalArgumentException(
                    "position of 4-bit codes must be even; position=" + position);
        }
    }

    private void fill(ByteBuffer buffer, int bytes, ReadableByteChannel source, long position)
            throws IOException {
        buffer.clear().limit(bytes);
        while (buffer.hasRemaining()) {
            if (source.read(buffer) < 0) {
                throw new EOFException(
                        "source must hold all elements of the tensor; elements="
                                + quantizer.layout().elements()
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
