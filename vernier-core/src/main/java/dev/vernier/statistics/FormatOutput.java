package dev.vernier.statistics;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The primitives of {@link StatisticsFormat}, written. Not thread-safe. */
final class FormatOutput {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    void raw(byte[] value) {
        bytes.writeBytes(value);
    }

    void int16(int value) {
        bytes.write(value >>> 8);
        bytes.write(value);
    }

    void int32(int value) {
        int16(value >>> 16);
        int16(value);
    }

    void float32(float value) {
        int32(Float.floatToRawIntBits(value));
    }

    /** Seven bits a byte, the lowest first, the high bit set on all but the last. */
    void varint(long value) {
        long rest = value;
        while (rest >= 0x80) {
            bytes.write((int) (rest | 0x80));
            rest >>>= 7;
        }
        bytes.write((int) rest);
    }

    /** 0, -1, 1, -2, 2 as the varints 0, 1, 2, 3, 4. */
    void signedVarint(int value) {
        varint(value >= 0 ? 2L * value : -2L * value - 1);
    }

    /**
     * The length in bytes as a varint, then UTF-8.
     *
     * @throws IllegalArgumentException if the text holds half of a surrogate pair
     */
    void string(String value) {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(value));
            varint(encoded.remaining());
            while (encoded.hasRemaining()) {
                bytes.write(encoded.get());
            }
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("name must be valid Unicode; name=" + value, e);
        }
    }

    byte[] toByteArray() {
        return bytes.toByteArray();
    }
}
