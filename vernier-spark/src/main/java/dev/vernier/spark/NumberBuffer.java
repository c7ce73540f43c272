package dev.vernier.spark;

import dev.vernier.data.DataException;
import dev.vernier.data.SampleTensor;
import dev.vernier.graph.ElementType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;

/**
 * Gathers the elements of one tensor in the type that the model takes.
 *
 * <p>A conversion must keep what a number means: doubles are rounded to floats, integers must fit
 * exactly. NaN and infinities pass, they are judged later. Not thread-safe.
 */
final class NumberBuffer {

    private static final int INITIAL_BYTES = 256;

    private final ElementType type;
    private ByteBuffer bytes = littleEndian(INITIAL_BYTES);

    NumberBuffer(ElementType type) {
        this.type = type;
    }

    private static ByteBuffer littleEndian(int capacity) {
        return ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Adds all elements of an array that has no nulls. */
    void addAll(ArrayData array, DataType element) {
        reserve(array.numElements());
        if (element instanceof FloatType) {
            addFloats(array.toFloatArray());
        } else if (element instanceof DoubleType) {
            for (double value : array.toDoubleArray()) {
                add(value);
            }
        } else if (element instanceof LongType) {
            for (long value : array.toLongArray()) {
                add(value);
            }
        } else if (element instanceof IntegerType) {
            for (int value : array.toIntArray()) {
                add((long) value);
            }
        } else if (element instanceof ShortType) {
            for (short value : array.toShortArray()) {
                add((long) value);
            }
        } else if (element instanceof ByteType) {
            for (byte value : array.toByteArray()) {
                add((long) value);
            }
        } else if (element instanceof BooleanType) {
            for (boolean value : array.toBooleanArray()) {
                add(value ? 1L : 0L);
            }
        } else {
            throw new DataException("column must hold numbers; type=" + element.simpleString());
        }
    }

    private void reserve(int elements) {
        long needed = bytes.position() + type.bytes(elements);
        if (needed > bytes.capacity()) {
            ByteBuffer larger = littleEndian(Math.toIntExact(Math.max(needed, 64)));
            bytes = larger.put(bytes.flip());
        }
    }

    private void addFloats(float[] values) {
        if (type == ElementType.FLOAT) {
            bytes.asFloatBuffer().put(values);
            bytes.position(bytes.position() + Float.BYTES * values.length);
            return;
        }
        for (float value : values) {
            add((double) value);
        }
    }

    private void add(double value) {
        switch (type) {
            case FLOAT -> bytes.putFloat((float) value);
            case DOUBLE -> bytes.putDouble(value);
            default ->
                    throw new DataException(
                            "column must hold integers for an input of integers; input type="
                                    + type);
        }
    }

    private void add(long value) {
        switch (type) {
            case FLOAT -> bytes.putFloat((float) within(value, -(1 << 24), 1 << 24));
            case DOUBLE -> bytes.putDouble((double) within(value, -(1L << 53), 1L << 53));
            case INT64 -> bytes.putLong(value);
            case INT32 -> bytes.putInt((int) within(value, Integer.MIN_VALUE, Integer.MAX_VALUE));
            case INT16 -> bytes.putShort((short) within(value, Short.MIN_VALUE, Short.MAX_VALUE));
            case INT8 -> bytes.put((byte) within(value, Byte.MIN_VALUE, Byte.MAX_VALUE));
            case UINT8 -> bytes.put((byte) within(value, 0, 255));
            case BOOL -> bytes.put((byte) within(value, 0, 1));
            default ->
                    throw new DataException(
                            "input must be of float, double, int8 to int64, uint8 or boolean to be"
                                    + " fed from a column; type="
                                    + type);
        }
    }

    private long within(long value, long min, long max) {
        if (value < min || value > max) {
            throw new DataException(
                    "number must fit the input; number=%d, input type=%s".formatted(value, type));
        }
        return value;
    }

    /** How many elements there are. */
    long elements() {
        return bytes.position() * 8L / type.bits();
    }

    /** The tensor; nothing can be added afterwards. */
    SampleTensor tensor(long[] shape) {
        return SampleTensor.ofBytes(type, shape, bytes.flip());
    }
}
