package dev.vernier.runner;

import dev.vernier.data.SampleTensor;
import dev.vernier.graph.ElementType;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * How strings and tensors travel between processes: lengths first, numbers big-endian as {@link
 * java.io.DataOutput} has them, elements as little-endian bytes.
 *
 * <p>What is read is bounded: a length is checked against its limit before anything of that size is
 * made, and bytes are made as they come. Objects are not serialized. Stateless.
 */
public final class WireFormat {

    static final int LONGEST_STRING = 1 << 24;
    static final int MOST_AXES = 64;
    static final int MOST_ITEMS = 1 << 24;

    private static final int STEP = 1 << 16;
    private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 16;

    private WireFormat() {}

    public static void writeString(String text, DataOutputStream out) throws IOException {
        writeBytes(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), out);
    }

    /**
     * Reads what {@link #writeString} wrote.
     *
     * @throws IOException if it is longer than 16 MB or ends early
     */
    public static String readString(DataInputStream in) throws IOException {
        int length = readCount(LONGEST_STRING, "length of a string", in);
        return new String(readExactly(length, in), StandardCharsets.UTF_8);
    }

    static void writeStrings(List<String> texts, DataOutputStream out) throws IOException {
        out.writeInt(texts.size());
        for (String text : texts) {
            writeString(text, out);
        }
    }

    static List<String> readStrings(DataInputStream in) throws IOException {
        int count = readCount(MOST_ITEMS, "number of strings", in);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add(readString(in));
        }
        return texts;
    }

    /** Writes what remains in a buffer, whose position is left alone. */
    static void writeBytes(ByteBuffer bytes, DataOutputStream out) throws IOException {
        out.writeInt(bytes.remaining());
        ByteBuffer left = bytes.duplicate();
        byte[] step = new byte[Math.min(STEP, left.remaining())];
        while (left.hasRemaining()) {
            int length = Math.min(step.length, left.remaining());
            left.get(step, 0, length);
            out.write(step, 0, length);
        }
    }

    static byte[] readBytes(DataInputStream in) throws IOException {
        return readExactly(readCount(LONGEST_ARRAY, "number of bytes", in), in);
    }

    public static void write(SampleTensor tensor, DataOutputStream out) throws IOException {
        writeHead(tensor.type(), tensor.shape(), out);
        if (tensor.type() == ElementType.STRING) {
            writeStrings(tensor.strings(), out);
        } else {
            writeBytes(tensor.bytes(), out);
        }
    }

    /**
     * Reads an input.
     *
     * @throws IOException if it is no tensor or ends early
     */
    public static SampleTensor readSampleTensor(DataInputStream in) throws IOException {
        ElementType type = readType(in);
        long[] shape = readShape(in);
        try {
            return type == ElementType.STRING
                    ? SampleTensor.ofStrings(shape, readStrings(in))
                    : SampleTensor.ofBytes(type, shape, ByteBuffer.wrap(readBytes(in)));
        } catch (IllegalArgumentException e) {
            throw new IOException("tensor must be whole; " + e.getMessage(), e);
        }
    }

    /** Floats travel as their bits: NaN payloads too. */
    static void write(RunTensor tensor, DataOutputStream out) throws IOException {
        writeHead(tensor.type(), tensor.shape(), out);
        if (tensor.type() == ElementType.STRING) {
            writeStrings(tensor.strings(), out);
        } else if (tensor.isFloat()) {
            float[] floats = tensor.floats();
            out.writeInt(floats.length);
            for (int from = 0; from < floats.length; from += STEP) {
                int length = Math.min(STEP, floats.length - from);
                byte[] step = new byte[Float.BYTES * length];
                littleEndian(step).asFloatBuffer().put(floats, from, length);
                out.write(step);
            }
        } else {
            long[] longs = tensor.longs();
            out.writeInt(longs.length);
            for (int from = 0; from < longs.length; from += STEP) {
                int length = Math.min(STEP, longs.length - from);
                byte[] step = new byte[Long.BYTES * length];
                littleEndian(step).asLongBuffer().put(longs, from, length);
                out.write(step);
            }
        }
    }

    static RunTensor readRunTensor(DataInputStream in) throws IOException {
        ElementType type = readType(in);
        long[] shape = readShape(in);
        try {
            if (type == ElementType.STRING) {
                return RunTensor.ofStrings(shape, readStrings(in));
            }
            int count = readCount(elements(shape), "number of elements", in);
            return type.isFloat()
                    ? RunTensor.ofFloats(type, shape, readFloats(count, in))
                    : RunTensor.ofLongs(type, shape, readLongs(count, in));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new IOException("tensor must be whole; " + e.getMessage(), e);
        }
    }

    private static float[] readFloats(int count, DataInputStream in) throws IOException {
        float[] floats = new float[count];
        for (int from = 0; from < count; from += STEP) {
            int length = Math.min(STEP, count - from);
            ByteBuffer step = littleEndian(readExactly(Float.BYTES * length, in));
            step.asFloatBuffer().get(floats, from, length);
        }
        return floats;
    }

    private static long[] readLongs(int count, DataInputStream in) throws IOException {
        long[] longs = new long[count];
        for (int from = 0; from < count; from += STEP) {
            int length = Math.min(STEP, count - from);
            ByteBuffer step = littleEndian(readExactly(Long.BYTES * length, in));
            step.asLongBuffer().get(longs, from, length);
        }
        return longs;
    }

    private static int elements(long[] shape) {
        long elements = 1;
        for (long length : shape) {
            elements = Math.multiplyExact(elements, length);
        }
        return Math.toIntExact(elements);
    }

    private static void writeHead(ElementType type, long[] shape, DataOutputStream out)
            throws IOException {
        out.writeInt(type.code());
        out.writeInt(shape.length);
        for (long length : shape) {
            out.writeLong(length);
        }
    }

    private static ElementType readType(DataInputStream in) throws IOException {
        int code = in.readInt();
        return ElementType.ofCode(code)
                .orElseThrow(() -> new IOException("type must be known; code=" + code));
    }

    private static long[] readShape(DataInputStream in) throws IOException {
        long[] shape = new long[readCount(MOST_AXES, "number of axes", in)];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = in.readLong();
        }
        return shape;
    }

    /** A number from 0 to {@code most}. */
    static int readCount(int most, String what, DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > most) {
            throw new IOException("%s must be from 0 to %d; read=%d".formatted(what, most, count));
        }
        return count;
    }

    private static byte[] readExactly(int length, DataInputStream in) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("%d bytes missing".formatted(length - bytes.length));
        }
        return bytes;
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
