package dev.vernier.data;

import dev.vernier.graph.ElementType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * One input of one run: element type, shape and elements in C order.
 *
 * <p>Numbers and booleans are kept as their little-endian bytes, strings as a list. Every length is
 * known; a scalar has no dimensions. Immutable: buffers handed out are read-only views. Compared by
 * content.
 */
public final class SampleTensor {

    private static final ByteBuffer NO_BYTES = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private final ElementType type;
    private final long[] shape;
    private final Supplier<ByteBuffer> bytes;
    private final List<String> strings;

    private SampleTensor(
            ElementType type, long[] shape, Supplier<ByteBuffer> bytes, List<String> strings) {
        this.type = type;
        this.shape = shape.clone();
        this.bytes = bytes;
        this.strings = strings;
    }

    /** A float tensor; there must be as many values as the shape has elements. */
    public static SampleTensor ofFloats(long[] shape, float... values) {
        ByteBuffer bytes = littleEndian(4 * values.length);
        bytes.asFloatBuffer().put(values);
        return ofBytes(ElementType.FLOAT, shape, bytes);
    }

    /** An int64 tensor; there must be as many values as the shape has elements. */
    public static SampleTensor ofLongs(long[] shape, long... values) {
        ByteBuffer bytes = littleEndian(8 * values.length);
        bytes.asLongBuffer().put(values);
        return ofBytes(ElementType.INT64, shape, bytes);
    }

    /** An int32 tensor; there must be as many values as the shape has elements. */
    public static SampleTensor ofInts(long[] shape, int... values) {
        ByteBuffer bytes = littleEndian(4 * values.length);
        bytes.asIntBuffer().put(values);
        return ofBytes(ElementType.INT32, shape, bytes);
    }

    /** A string tensor; there must be as many values as the shape has elements. */
    public static SampleTensor ofStrings(long[] shape, List<String> values) {
        if (elements(shape) != values.size()) {
            throw sizeMismatch(ElementType.STRING, shape, values.size() + " values");
        }
        return new SampleTensor(ElementType.STRING, shape, () -> NO_BYTES, List.copyOf(values));
    }

    /**
     * A tensor of any type but strings.
     *
     * @param data the remaining bytes are the elements, little-endian, in C order; they are not
     *     copied and must not be changed afterwards
     * @throws IllegalArgumentException if their number is not what type and shape ask for
     */
    public static SampleTensor ofBytes(ElementType type, long[] shape, ByteBuffer data) {
        if (type == ElementType.STRING || type.bytes(elements(shape)) != data.remaining()) {
            throw sizeMismatch(type, shape, data.remaining() + " bytes");
        }
        ByteBuffer view = data.slice().asReadOnlyBuffer();
        return new SampleTensor(type, shape, () -> view, List.of());
    }

    /**
     * A tensor of any type but strings whose elements are not in memory.
     *
     * @param stored reads them, at every use; gives what {@link #ofBytes} takes, the same each time
     */
    public static SampleTensor ofStored(
            ElementType type, long[] shape, Supplier<ByteBuffer> stored) {
        return new SampleTensor(type, shape, () -> stored.get().asReadOnlyBuffer(), List.of());
    }

    private static IllegalArgumentException sizeMismatch(
            ElementType type, long[] shape, String size) {
        return new IllegalArgumentException(
                "data must have the size of its shape; type=%s, shape=%s, data=%s"
                        .formatted(type, Arrays.toString(shape), size));
    }

    private static ByteBuffer littleEndian(int capacity) {
        return ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * The number of elements of a shape.
     *
     * @throws IllegalArgumentException if a length is negative or the product does not fit a long
     */
    static long elements(long[] shape) {
        long product = 1;
        for (long length : shape) {
            if (length < 0 || (length > 0 && product > Long.MAX_VALUE / length)) {
                throw new IllegalArgumentException(
                        "shape must have lengths of at least zero and a countable product; shape="
                                + Arrays.toString(shape));
            }
            product *= length;
        }
        return product;
    }

    public ElementType type() {
        return type;
    }

    /** The lengths of the axes, outermost first. */
    public long[] shape() {
        return shape.clone();
    }

    public int rank() {
        return shape.length;
    }

    public long elements() {
        return elements(shape);
    }

    /** The elements as bytes, little-endian, in C order; empty for strings. A read-only view. */
    public ByteBuffer bytes() {
        return bytes.get().duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The elements of a string tensor, empty for any other. */
    public List<String> strings() {
        return strings;
    }

    /**
     * The elements as floats: those of a float tensor exactly, doubles rounded to nearest.
     *
     * @throws IllegalStateException if the type is not float, float16, bfloat16 or double
     */
    public float[] floats() {
        float[] values = new float[Math.toIntExact(elements())];
        ByteBuffer source = bytes();
        switch (type) {
            case FLOAT -> source.asFloatBuffer().get(values);
            case DOUBLE -> {
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) source.getDouble();
                }
            }
            case FLOAT16 -> {
                for (int i = 0; i < values.length; i++) {
                    values[i] = Half.toFloat(source.getShort());
                }
            }
            case BFLOAT16 -> {
                for (int i = 0; i < values.length; i++) {
                    values[i] = Float.intBitsToFloat(source.getShort() << 16);
                }
            }
            default ->
                    throw new IllegalStateException("tensor must be of a float type; type=" + type);
        }
        return values;
    }

    /**
     * The elements as longs; booleans are 0 and 1.
     *
     * @throws IllegalStateException if the type is neither an integer of 8 to 64 bits nor boolean
     */
    public long[] longs() {
        long[] values = new long[Math.toIntExact(elements())];
        ByteBuffer source = bytes();
        for (int i = 0; i < values.length; i++) {
            values[i] =
                    switch (type) {
                        case INT64, UINT64 -> source.getLong();
                        case INT32 -> source.getInt();
                        case UINT32 -> Integer.toUnsignedLong(source.getInt());
                        case INT16 -> source.getShort();
                        case UINT16 -> Short.toUnsignedLong(source.getShort());
                        case INT8 -> source.get();
                        case UINT8, BOOL -> Byte.toUnsignedLong(source.get());
                        default ->
                                throw new IllegalStateException(
                                        "tensor must be of an integer type; type=" + type);
                    };
        }
        return values;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SampleTensor that
                && type == that.type
                && Arrays.equals(shape, that.shape)
                && bytes().equals(that.bytes())
                && strings.equals(that.strings);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(shape) + bytes().hashCode() + strings.hashCode();
    }

    /** Type and shape, as graphs print them: {@code float[1,3,224,224]}. */
    @Override
    public String toString() {
        return type.name().toLowerCase(Locale.ROOT)
                + Arrays.stream(shape)
                        .mapToObj(Long::toString)
                        .collect(Collectors.joining(",", "[", "]"));
    }
}
