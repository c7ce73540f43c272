package dev.vernier.model;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Collects protobuf wire format on the heap. Not thread-safe. */
final class WireBuffer extends ByteArrayOutputStream {

    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int LENGTH_DELIMITED = 2;
    static final int FIXED32 = 5;

    WireBuffer() {
        super(64);
    }

    WireBuffer varint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            write((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        write((int) rest);
        return this;
    }

    /** The head of a field: its number and wire type. */
    WireBuffer tag(int field, int wireType) {
        return varint(((long) field << 3) | wireType);
    }

    /** A whole length-delimited field. */
    WireBuffer field(int field, byte[] content) {
        tag(field, LENGTH_DELIMITED).varint(content.length);
        writeBytes(content);
        return this;
    }

    WireBuffer field(int field, String content) {
        return field(field, content.getBytes(StandardCharsets.UTF_8));
    }

    /** A whole length-delimited field, without a copy of its content. */
    WireBuffer field(int field, WireBuffer content) {
        tag(field, LENGTH_DELIMITED).varint(content.count);
        write(content.buf, 0, content.count);
        return this;
    }
}
