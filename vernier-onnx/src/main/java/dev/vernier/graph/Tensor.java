package dev.vernier.graph;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;

/**
 * A constant: name, element type, shape, and where its elements are.
 *
 * @param name the value's name; empty inside a Constant node's attribute
 * @param type the element type
 * @param dimensions the lengths of the axes, outermost first; none for a scalar
 * @param data the elements
 * @param extras what else the file said of it
 */
public record Tensor(
        String name, ElementType type, List<Long> dimensions, TensorData data, Extras extras) {

    public Tensor {
        dimensions = List.copyOf(dimensions);
        for (long length : dimensions) {
            if (length < 0) {
                throw new IllegalArgumentException(
                        "tensor dimensions must be at least zero; name="
                                + name
                                + ", dimensions="
                                + dimensions);
            }
        }
    }

    public Tensor(String name, ElementType type, List<Long> dimensions, TensorData data) {
        this(name, type, dimensions, data, Extras.NONE);
    }

    /** A float tensor on the heap; its length must be the product of the dimensions. */
    public static Tensor ofFloats(String name, long[] dimensions, float... values) {
        byte[] bytes = new byte[4 * values.length];
        littleEndian(bytes).asFloatBuffer().put(values);
        return ofBytes(name, ElementType.FLOAT, dimensions, bytes);
    }

    /** An int64 tensor on the heap; its length must be the product of the dimensions. */
    public static Tensor ofLongs(String name, long[] dimensions, long... values) {
        byte[] bytes = new byte[8 * values.length];
        littleEndian(bytes).asLongBuffer().put(values);
        return ofBytes(name, ElementType.INT64, dimensions, bytes);
    }

    /** An int32 tensor on the heap; its length must be the product of the dimensions. */
    public static Tensor ofInts(String name, long[] dimensions, int... values) {
        byte[] bytes = new byte[4 * values.length];
        littleEndian(bytes).asIntBuffer().put(values);
        return ofBytes(name, ElementType.INT32, dimensions, bytes);
    }

    /** Any tensor on the heap, from its {@code raw_data} bytes, which are taken over. */
    public static Tensor ofBytes(String name, ElementType type, long[] dimensions, byte[] bytes) {
        Tensor tensor =
                new Tensor(
                        name,
                        type,
                        LongStream.of(dimensions).boxed().toList(),
                        TensorData.inline(bytes));
        if (type.bytes(tensor.elements()) != bytes.length) {
            throw new IllegalArgumentException(
                    "tensor data must have the size of its dimensions; name="
                            + name
                            + ", type="
                            + type
                            + ", dimensions="
                            + tensor.dimensions
                            + ", bytes="
                            + bytes.length);
        }
        return tensor;
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    public int rank() {
        return dimensions.size();
    }

    /**
     * The number of elements.
     *
     * @throws ArithmeticException if it does not fit a long
     */
    public long elements() {
        return dimensions.contains(0L) ? 0 : dimensions.stream().reduce(1L, Math::multiplyExact);
    }

    /** The shape, all of it known. */
    public Shape shape() {
        return Shape.of(dimensions.stream().mapToLong(Long::longValue).toArray());
    }

    /** The same constant under another name. */
    public Tensor withName(String newName) {
        return new Tensor(newName, type, dimensions, data, extras);
    }

    @Override
    public String toString() {
        return name + ": " + type.name().toLowerCase(Locale.ROOT) + shape();
    }
}
