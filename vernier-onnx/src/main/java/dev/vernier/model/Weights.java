package dev.vernier.model;

import dev.vernier.graph.ElementType;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.TensorData.Deferred;
import dev.vernier.graph.TensorData.FileRegion;
import dev.vernier.graph.TensorData.Inline;
import dev.vernier.graph.TensorData.Opaque;
import dev.vernier.graph.UnsupportedModelException;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.StandardOpenOption;

/**
 * The elements of a constant, from wherever they are.
 *
 * <p>Large data in files is mapped, not read: it costs address space and no heap. Stateless.
 */
public final class Weights {

    /** From here on data is mapped. */
    private static final long MAPPED = 1 << 20;

    private Weights() {}

    /**
     * The elements as {@code raw_data} packs them, little-endian, read-only.
     *
     * @throws UnsupportedModelException if the tensor is of strings or larger than 2 GB
     * @throws UncheckedIOException if its file cannot be read
     */
    public static ByteBuffer bytes(Tensor tensor) {
        if (tensor.type() == ElementType.STRING) {
            throw new UnsupportedModelException(
                    "tensor must be numeric to be read as bytes; tensor=" + tensor);
        }
        if (tensor.data() instanceof Inline inline) {
            return inline.buffer();
        }
        if (tensor.data() instanceof Opaque opaque) {
            return TensorCodec.raw(opaque, tensor.type());
        }
        try {
            return tensor.data() instanceof Deferred deferred
                    ? made(deferred)
                    : read((FileRegion) tensor.data(), tensor);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ByteBuffer made(Deferred deferred) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(Math.toIntExact(deferred.size()));
        deferred.writeTo(Channels.newChannel(bytes));
        return ByteBuffer.wrap(bytes.toByteArray())
                .asReadOnlyBuffer()
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ByteBuffer read(FileRegion region, Tensor tensor) throws IOException {
        if (region.length() > Integer.MAX_VALUE) {
            throw new UnsupportedModelException(
                    "tensor must be at most 2147483647 bytes; tensor="
                            + tensor
                            + ", bytes="
                            + region.length());
        }
        try (FileChannel channel = FileChannel.open(region.file(), StandardOpenOption.READ)) {
            if (region.offset() + region.length() > channel.size()) {
                throw new EOFException(
                        "weights file must stay as it is while it is in use; file="
                                + region.file()
                                + ", tensor="
                                + tensor);
            }
            if (region.length() >= MAPPED) {
                return channel.map(MapMode.READ_ONLY, region.offset(), region.length())
                        .order(ByteOrder.LITTLE_ENDIAN);
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) region.length());
            return PositionalRead.fill(channel, region.offset(), bytes)
                    .asReadOnlyBuffer()
                    .order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    /**
     * The elements as floats; doubles are rounded.
     *
     * @throws IllegalArgumentException if the tensor is not of a float type
     * @throws UncheckedIOException if its file cannot be read
     */
    public static float[] floats(Tensor tensor) {
        float[] floats = new float[Math.toIntExact(tensor.elements())];
        toFloats(bytes(tensor), tensor, floats, floats.length);
        return floats;
    }

    /** Turns the next {@code length} elements of a buffer into floats. */
    static void toFloats(ByteBuffer bytes, Tensor tensor, float[] floats, int length) {
        switch (tensor.type()) {
            case FLOAT -> bytes.asFloatBuffer().get(floats, 0, length);
            case FLOAT16 -> {
                for (int i = 0; i < length; i++) {
                    floats[i] = HalfPrecision.toFloat(bytes.getShort());
                }
            }
            case BFLOAT16 -> {
                for (int i = 0; i < length; i++) {
                    floats[i] = Float.intBitsToFloat(bytes.getShort() << 16);
                }
            }
            case DOUBLE -> {
                for (int i = 0; i < length; i++) {
                    floats[i] = (float) bytes.getDouble();
                }
            }
            default ->
                    throw new IllegalArgumentException(
                            "tensor must be of a float type; tensor=" + tensor);
        }
    }

    /**
     * The elements as integers; a bool is 0 or 1, an unsigned 64-bit integer wraps around.
     *
     * @throws IllegalArgumentException if the tensor is not of an integer type
     * @throws UncheckedIOException if its file cannot be read
     */
    public static long[] longs(Tensor tensor) {
        ByteBuffer bytes = bytes(tensor);
        long[] longs = new long[Math.toIntExact(tensor.elements())];
        for (int i = 0; i < longs.length; i++) {
            longs[i] = element(bytes, i, tensor);
        }
        return longs;
    }

    private static long element(ByteBuffer bytes, int i, Tensor tensor) {
        return switch (tensor.type()) {
            case INT64, UINT64 -> bytes.getLong(8 * i);
            case INT32 -> bytes.getInt(4 * i);
            case UINT32 -> Integer.toUnsignedLong(bytes.getInt(4 * i));
            case INT16 -> bytes.getShort(2 * i);
            case UINT16 -> Short.toUnsignedLong(bytes.getShort(2 * i));
            case INT8 -> bytes.get(i);
            case UINT8, BOOL -> Byte.toUnsignedLong(bytes.get(i));
            case UINT4, UINT2 -> packed(bytes, i, tensor.type().bits());
            case INT4, INT2 -> {
                int unused = Long.SIZE - tensor.type().bits();
                yield packed(bytes, i, tensor.type().bits()) << unused >> unused;
            }
            default ->
                    throw new IllegalArgumentException(
                            "tensor must be of an integer type; tensor=" + tensor);
        };
    }

    private static long packed(ByteBuffer bytes, int i, int bits) {
        int perByte = Byte.SIZE / bits;
        return (bytes.get(i / perByte) >> (i % perByte * bits)) & ((1 << bits) - 1);
    }
}
