package dev.vernier.statistics;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The primitives of {@link StatisticsFormat}, read and checked: nothing is read past the end and
 * nothing allocated that the bytes left cannot fill. Not thread-safe.
 */
final class FormatInput {

    private final byte[] bytes;
    private final int end;
    private int position;

    /** Reads {@code bytes[0..end)}. */
    FormatInput(byte[] bytes, int end) {
        this.bytes = bytes;
        this.end = end;
    }

    int position() {
        return position;
    }

    int remaining() {
        return end - position;
    }

    StatisticsFormatException malformed(String reason) {
        return new StatisticsFormatException(position, reason);
    }

    byte[] raw(int length, String what) throws StatisticsFormatException {
        require(length, what);
        position += length;
        return Arrays.copyOfRange(bytes, position - length, position);
    }

    int int16(String what) throws StatisticsFormatException {
        require(2, what);
        position += 2;
        return (bytes[position - 2] & 0xFF) << 8 | (bytes[position - 1] & 0xFF);
    }

    float float32(String what) throws StatisticsFormatException {
        return Float.intBitsToFloat(int16(what) << 16 | int16(what));
    }

    /** At most 63 bits, in as few bytes as they need. */
    long varint(String what) throws StatisticsFormatException {
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            require(1, what);
            byte next = bytes[position++];
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                if (next == 0 && shift > 0) {
                    throw malformed(what + " must be written in as few bytes as it needs");
                }
                return value;
            }
        }
        throw malformed(what + " must fit in 63 bits");
    }

    /** A varint of at most {@code limit}. */
    int varint(String what, int limit) throws StatisticsFormatException {
        long value = varint(what);
        if (value > limit) {
            throw malformed(
                    "%s must be at most %d here; %s=%d".formatted(what, limit, what, value));
        }
        return (int) value;
    }

    /** A number of elements of at least {@code bytesEach}, which must fit in what remains. */
    int size(String what, int bytesEach) throws StatisticsFormatException {
        return varint(what, remaining() / bytesEach);
    }

    int signedVarint(String what) throws StatisticsFormatException {
        int value = varint(what, Integer.MAX_VALUE);
        return (value & 1) == 0 ? value >>> 1 : -(value >>> 1) - 1;
    }

    String string(String what) throws StatisticsFormatException {
        byte[] encoded = raw(size("length of " + what, 1), what);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(encoded)).toString();
        } catch (CharacterCodingException e) {
            throw malformed(what + " must be valid UTF-8");
        }
    }

    private void require(int length, String what) throws StatisticsFormatException {
        if (length > remaining()) {
            throw malformed(
                    "%s must have %d bytes, and %d remain".formatted(what, length, remaining()));
        }
    }
}
