package dev.vernier.exchange;

import dev.vernier.data.DataException;
import dev.vernier.numeric.Range;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The calibration table that ONNX Runtime's TensorRT provider reads, a FlatBuffer without file
 * identifier:
 *
 * <pre>
 * table TrtTable { dict: [KeyValue]; }    root
 * table KeyValue { key: string; value: string; }
 * </pre>
 *
 * <p>A value is the largest magnitude of the tensor in decimal. All offsets are little-endian; a
 * table begins with the distance back to its vtable, which lists where its fields are. Reading
 * checks every offset and length.
 */
final class FlatBufferTable {

    private static final int WORD = Integer.BYTES;

    /** No name is longer; many pairs may point at one string. */
    private static final int LONGEST_STRING = 1 << 16;

    /** Root tables of such files come after a vtable of one field: nothing else starts so low. */
    private static final int FARTHEST_ROOT = 64;

    private static final short[] ROOT_VTABLE = {6, 8, 4};
    private static final short[] PAIR_VTABLE = {8, 12, 4, 8};

    private final Path file;
    private final ByteBuffer bytes;

    private FlatBufferTable(Path file, byte[] bytes) {
        this.file = file;
        this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Whether a file may be one: its first word points to a table close by. */
    static boolean begins(byte[] start) {
        return start.length >= 4 * WORD
                && start[1] == 0
                && start[2] == 0
                && start[3] == 0
                && start[0] >= WORD
                && start[0] < FARTHEST_ROOT;
    }

    static CalibrationTable read(Path file, byte[] bytes) {
        return new FlatBufferTable(file, bytes).read();
    }

    private CalibrationTable read() {
        int vector = reference(field(reference(0), 0));
        int length = word(vector);
        if (length < 1 || length > bytes.capacity() / WORD) {
            throw damaged(vector, "number of tensors must fit the file; tensors=" + length);
        }
        Map<String, Range> ranges = new TreeMap<>();
        for (int i = 0; i < length; i++) {
            int pair = reference(vector + WORD * (1 + i));
            String name = string(reference(field(pair, 0)));
            int value = reference(field(pair, 1));
            ranges.put(name, range(value, string(value)));
        }
        return new CalibrationTable(ranges);
    }

    private Range range(int position, String number) {
        return SymmetricRange.of(number)
                .orElseThrow(() -> damaged(position, SymmetricRange.refusal(number)));
    }

    /** Where a field of a table is. */
    private int field(int table, int index) {
        int vtable = table - word(table);
        if (vtable < 0 || vtable > bytes.capacity() - Short.BYTES) {
            throw damaged(table, "vtable must be in the file; vtable=" + vtable);
        }
        int entry = vtable + Short.BYTES * (2 + index);
        int size = Short.toUnsignedInt(bytes.getShort(vtable));
        if (entry + Short.BYTES > Math.min(vtable + size, bytes.capacity())
                || bytes.getShort(entry) == 0) {
            throw damaged(table, "table must have field " + index);
        }
        return table + Short.toUnsignedInt(bytes.getShort(entry));
    }

    /** Where the unsigned distance at {@code position} leads. */
    private int reference(int position) {
        int distance = word(position);
        if (distance <= 0 || distance > bytes.capacity() - position - WORD) {
            throw damaged(position, "offset must lead into the file; offset=" + distance);
        }
        return position + distance;
    }

    private int word(int position) {
        if (position < 0 || position > bytes.capacity() - WORD) {
            throw damaged(position, "must lie in the file; bytes=" + bytes.capacity());
        }
        return bytes.getInt(position);
    }

    private String string(int position) {
        int length = word(position);
        int most = Math.min(LONGEST_STRING, bytes.capacity() - position - WORD);
        if (length < 0 || length > most) {
            throw damaged(
                    position, "string must be at most %d bytes; bytes=%d".formatted(most, length));
        }
        return new String(bytes.array(), position + WORD, length, StandardCharsets.UTF_8);
    }

    private DataException damaged(int position, String what) {
        return new DataException(
                "%s: calibration table, byte %d: %s".formatted(file, position, what));
    }

    static byte[] write(CalibrationTable table) {
        List<byte[]> strings = new ArrayList<>();
        table.ranges()
                .forEach(
                        (name, range) -> {
                            strings.add(name.getBytes(StandardCharsets.UTF_8));
                            strings.add(
                                    SymmetricRange.number(range)
                                            .getBytes(StandardCharsets.US_ASCII));
                        });
        int tensors = strings.size() / 2;
        int vector = WORD + 2 * WORD + 2 * WORD; // root offset, vtable and its padding, table
        int pairVtable = vector + WORD * (1 + tensors);
        int pairs = pairVtable + 2 * WORD;
        int at = pairs + 3 * WORD * tensors;
        ByteBuffer out =
                ByteBuffer.allocate(at + strings.stream().mapToInt(FlatBufferTable::size).sum())
                        .order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(vector - 2 * WORD);
        put(out, ROOT_VTABLE).putShort((short) 0);
        out.putInt(2 * WORD).putInt(WORD).putInt(tensors);
        for (int i = 0; i < tensors; i++) {
            out.putInt(pairs + 3 * WORD * i - out.position());
        }
        put(out, PAIR_VTABLE);
        for (int i = 0; i < strings.size(); i++) {
            if (i % 2 == 0) {
                out.putInt(out.position() - pairVtable);
            }
            out.putInt(at - out.position());
            byte[] string = strings.get(i);
            out.putInt(at, string.length).put(at + WORD, string);
            at += size(string);
        }
        return out.array();
    }

    private static ByteBuffer put(ByteBuffer out, short... vtable) {
        for (short entry : vtable) {
            out.putShort(entry);
        }
        return out;
    }

    /** Length, bytes, a zero, and what is missing to whole words. */
    private static int size(byte[] string) {
        return WORD + (string.length + WORD) / WORD * WORD;
    }
}
