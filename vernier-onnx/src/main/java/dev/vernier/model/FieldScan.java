package dev.vernier.model;

/** Walks over the fields of a well-formed protobuf message on the heap. Not thread-safe. */
final class FieldScan {

    private final byte[] bytes;
    private final int limit;
    private int start;
    private int contentStart;
    private int end;
    private int number;
    private int wireType;

    FieldScan(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.limit = to;
        this.end = from;
    }

    /** Moves to the next field; false if there is none. */
    boolean next() {
        if (end == limit) {
            return false;
        }
        start = end;
        long tag = varint();
        number = (int) (tag >>> 3);
        wireType = (int) (tag & 7);
        contentStart = end;
        switch (wireType) {
            case WireBuffer.VARINT -> varint();
            case WireBuffer.FIXED64 -> end += 8;
            case WireBuffer.FIXED32 -> end += 4;
            case WireBuffer.LENGTH_DELIMITED -> {
                int length = (int) varint();
                contentStart = end;
                end += length;
            }
            default -> throw new IllegalStateException("wire type must be known; tag=" + tag);
        }
        return true;
    }

    /** The number of the field. */
    int number() {
        return number;
    }

    /** Whether its content is bytes: a message, a string, packed numbers. */
    boolean isLengthDelimited() {
        return wireType == WireBuffer.LENGTH_DELIMITED;
    }

    /** The first byte of its tag. */
    int start() {
        return start;
    }

    /** The first byte after tag and length. */
    int contentStart() {
        return contentStart;
    }

    /** The byte after its last. */
    int end() {
        return end;
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = bytes[end++];
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }
}
