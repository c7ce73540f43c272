package dev.vernier.graph;

import java.util.Optional;

/**
 * The type of one tensor element, with the codes of ONNX {@code TensorProto.DataType} (IR version
 * 13).
 *
 * <p>{@code bits} is the size in {@code raw_data}: types under 8 bits are packed, the first element
 * in the low bits. {@link #STRING} has no fixed size and says 0.
 */
public enum ElementType {
    FLOAT(1, 32),
    UINT8(2, 8),
    INT8(3, 8),
    UINT16(4, 16),
    INT16(5, 16),
    INT32(6, 32),
    INT64(7, 64),
    STRING(8, 0),
    BOOL(9, 8),
    FLOAT16(10, 16),
    DOUBLE(11, 64),
    UINT32(12, 32),
    UINT64(13, 64),
    COMPLEX64(14, 64),
    COMPLEX128(15, 128),
    BFLOAT16(16, 16),
    FLOAT8E4M3FN(17, 8),
    FLOAT8E4M3FNUZ(18, 8),
    FLOAT8E5M2(19, 8),
    FLOAT8E5M2FNUZ(20, 8),
    UINT4(21, 4),
    INT4(22, 4),
    FLOAT4E2M1(23, 4),
    FLOAT8E8M0(24, 8),
    UINT2(25, 2),
    INT2(26, 2);

    private static final ElementType[] BY_CODE = new ElementType[27];

    static {
        for (ElementType type : values()) {
            BY_CODE[type.code] = type;
        }
    }

    private final int code;
    private final int bits;

    ElementType(int code, int bits) {
        this.code = code;
        this.bits = bits;
    }

    /** The code in the file. */
    public int code() {
        return code;
    }

    /** Bits an element takes in {@code raw_data}; 0 for strings. */
    public int bits() {
        return bits;
    }

    /**
     * Bytes that {@code elements} take in {@code raw_data}, the last one rounded up.
     *
     * @throws ArithmeticException if the size does not fit a long
     */
    public long bytes(long elements) {
        return Math.addExact(Math.multiplyExact(elements, (long) bits), 7) / 8;
    }

    /** The type with this code; empty for 0 (undefined) and for codes not known here. */
    public static Optional<ElementType> ofCode(int code) {
        return code > 0 && code < BY_CODE.length ? Optional.of(BY_CODE[code]) : Optional.empty();
    }

    /** Float, float16, bfloat16 or double: what quantization starts from. */
    public boolean isFloat() {
        return this == FLOAT || this == FLOAT16 || this == BFLOAT16 || this == DOUBLE;
    }
}
