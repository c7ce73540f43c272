package dev.vernier.numeric;

/** How ONNX stores integer codes in {@code raw_data}: little-endian, row-major, packed. */
public enum CodeFormat {
    /** int4 and uint4: two codes a byte, the first in the low half; an odd last one has 0 above. */
    NIBBLES,
    /** int8 and uint8. */
    BYTES,
    /** int16 and uint16. */
    SHORTS;

    /** The format of a type; refused for widths that ONNX does not store. */
    public static CodeFormat of(IntegerType type) {
        return switch (type.bits()) {
            case 4 -> NIBBLES;
            case 8 -> BYTES;
            case 16 -> SHORTS;
            default ->
                    throw new IllegalArgumentException(
                            "type must have 4, 8 or 16 bits to be stored; type=" + type);
        };
    }

    /** Bytes of a tensor with that many elements. */
    public long bytes(long elements) {
        return switch (this) {
            case NIBBLES -> elements / 2 + elements % 2;
            case BYTES -> elements;
            case SHORTS -> Math.multiplyExact(elements, Short.BYTES);
        };
    }
}
