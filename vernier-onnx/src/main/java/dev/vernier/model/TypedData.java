package dev.vernier.model;

import ai.onnx.proto.OnnxMl.TensorProto;
import dev.vernier.graph.ElementType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The typed data fields of a tensor record: which field an element type goes into, and what its
 * entries are in {@code raw_data}.
 *
 * <p>Source: comments of {@code TensorProto} in {@code onnx.proto}: types up to 32 bits that have
 * no field of their own are widened into int32_data, types under 8 bits one byte of elements an
 * entry.
 */
final class TypedData {

    private TypedData() {}

    /** The number of the typed field of this element type. */
    static int field(ElementType type) {
        return switch (type) {
            case FLOAT, COMPLEX64 -> TensorProto.FLOAT_DATA_FIELD_NUMBER;
            case DOUBLE, COMPLEX128 -> TensorProto.DOUBLE_DATA_FIELD_NUMBER;
            case INT64 -> TensorProto.INT64_DATA_FIELD_NUMBER;
            case UINT32, UINT64 -> TensorProto.UINT64_DATA_FIELD_NUMBER;
            case STRING -> TensorProto.STRING_DATA_FIELD_NUMBER;
            default -> TensorProto.INT32_DATA_FIELD_NUMBER;
        };
    }

    /** How many entries the typed field has, whatever it is. */
    static int entries(TensorProto proto, ElementType type) {
        return switch (field(type)) {
            case TensorProto.FLOAT_DATA_FIELD_NUMBER -> proto.getFloatDataCount();
            case TensorProto.DOUBLE_DATA_FIELD_NUMBER -> proto.getDoubleDataCount();
            case TensorProto.INT64_DATA_FIELD_NUMBER -> proto.getInt64DataCount();
            case TensorProto.UINT64_DATA_FIELD_NUMBER -> proto.getUint64DataCount();
            case TensorProto.STRING_DATA_FIELD_NUMBER -> proto.getStringDataCount();
            default -> proto.getInt32DataCount();
        };
    }

    /** How many entries so many elements take. */
    static long entriesOf(ElementType type, long elements) {
        return switch (type) {
            case COMPLEX64, COMPLEX128 -> Math.multiplyExact(elements, 2L);
            case UINT4, INT4, FLOAT4E2M1, UINT2, INT2 -> type.bytes(elements);
            default -> elements;
        };
    }

    /** The entries as {@code raw_data} has them; strings are not possible. */
    static byte[] toRaw(TensorProto proto, ElementType type) {
        int entries = entries(proto, type);
        int width = Math.max(1, entryBits(type) / 8);
        ByteBuffer raw =
                ByteBuffer.allocate(Math.multiplyExact(entries, width))
                        .order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < entries; i++) {
            put(raw, bits(proto, field(type), i), width);
        }
        return raw.array();
    }

    private static int entryBits(ElementType type) {
        return switch (type) {
            case COMPLEX64, COMPLEX128 -> type.bits() / 2;
            default -> type.bits();
        };
    }

    private static long bits(TensorProto proto, int field, int i) {
        return switch (field) {
            case TensorProto.FLOAT_DATA_FIELD_NUMBER ->
                    Float.floatToRawIntBits(proto.getFloatData(i));
            case TensorProto.DOUBLE_DATA_FIELD_NUMBER ->
                    Double.doubleToRawLongBits(proto.getDoubleData(i));
            case TensorProto.INT64_DATA_FIELD_NUMBER -> proto.getInt64Data(i);
            case TensorProto.UINT64_DATA_FIELD_NUMBER -> proto.getUint64Data(i);
            case TensorProto.INT32_DATA_FIELD_NUMBER -> proto.getInt32Data(i);
            default -> throw new IllegalArgumentException("field must be numeric; field=" + field);
        };
    }

    private static void put(ByteBuffer raw, long bits, int width) {
        switch (width) {
            case 1 -> raw.put((byte) bits);
            case 2 -> raw.putShort((short) bits);
            case 4 -> raw.putInt((int) bits);
            default -> raw.putLong(bits);
        }
    }
}
