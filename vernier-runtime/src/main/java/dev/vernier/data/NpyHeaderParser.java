package dev.vernier.data;

import dev.vernier.graph.ElementType;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The grammar of an npy header:
 *
 * <pre>
 * header := '{' entry (',' entry)* [','] '}'      with spaces anywhere between
 * entry  := string ':' (string | 'True' | 'False' | tuple)
 * tuple  := '(' [number (',' number)* [',']] ')'
 * </pre>
 *
 * <p>with the entries {@code descr}, {@code fortran_order} and {@code shape}, each once. Object
 * arrays are pickled Python and are refused always; so are records, strings, dates and complex
 * numbers, which no model takes.
 */
final class NpyHeaderParser {

    private static final int AXES_LIMIT = 64;

    private static final Map<String, ElementType> TYPES =
            Map.ofEntries(
                    Map.entry("f2", ElementType.FLOAT16),
                    Map.entry("f4", ElementType.FLOAT),
                    Map.entry("f8", ElementType.DOUBLE),
                    Map.entry("i1", ElementType.INT8),
                    Map.entry("i2", ElementType.INT16),
                    Map.entry("i4", ElementType.INT32),
                    Map.entry("i8", ElementType.INT64),
                    Map.entry("u1", ElementType.UINT8),
                    Map.entry("u2", ElementType.UINT16),
                    Map.entry("u4", ElementType.UINT32),
                    Map.entry("u8", ElementType.UINT64),
                    Map.entry("b1", ElementType.BOOL));

    private record Shape(List<Long> lengths) {}

    private final String text;
    private int position;

    NpyHeaderParser(String text) {
        this.text = text;
    }

    /** The header, of which {@code length} bytes stand in the file. */
    NpyHeader parse(int length) {
        Map<String, Object> entries = new HashMap<>();
        expect('{');
        while (!accept('}')) {
            String key = string();
            expect(':');
            if (entries.put(key, value()) != null) {
                throw malformed("key must be there once, key=" + key);
            }
            if (!accept(',')) {
                expect('}');
                break;
            }
        }
        skipSpaces();
        if (position < text.length()) {
            throw malformed("nothing may follow the closing brace");
        }
        if (entries.size() == 3
                && entries.get("descr") instanceof String descr
                && entries.get("fortran_order") instanceof Boolean isFortran
                && entries.get("shape") instanceof Shape shape) {
            return new NpyHeader(type(descr), order(descr), isFortran, shape.lengths(), length);
        }
        throw malformed("entries must be descr, fortran_order and shape");
    }

    private static ElementType type(String descr) {
        if (descr.contains("O")) {
            throw new DataException(
                    "array must be of numbers or booleans; it holds pickled Python objects"
                            + " (dtype '%s'), which can run code: save it with a numeric dtype"
                                    .formatted(descr));
        }
        boolean hasOrder = !descr.isEmpty() && "<>=|".indexOf(descr.charAt(0)) >= 0;
        String name = hasOrder ? descr.substring(1) : descr;
        return Optional.ofNullable(TYPES.get(name))
                .orElseThrow(
                        () ->
                                new DataException(
                                        "array must be of numbers or booleans; dtype="
                                                + descr
                                                + ", save it with a numeric dtype"));
    }

    private static ByteOrder order(String descr) {
        return descr.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    private Object value() {
        skipSpaces();
        if (position < text.length()) {
            char next = text.charAt(position);
            if (next == '(') {
                return tuple();
            }
            if (next == '\'' || next == '"') {
                return string();
            }
            if (next == '[') {
                throw new DataException(
                        "array must be of numbers or booleans; it holds records, save one array each");
            }
        }
        if (acceptWord("True")) {
            return true;
        }
        if (acceptWord("False")) {
            return false;
        }
        throw malformed("value must be a string, True, False or a tuple");
    }

    private String string() {
        skipSpaces();
        char quote = position < text.length() ? text.charAt(position) : ' ';
        int end = quote == '\'' || quote == '"' ? text.indexOf(quote, position + 1) : -1;
        if (end < 0) {
            throw malformed("string must be in quotes");
        }
        String string = text.substring(position + 1, end);
        position = end + 1;
        return string;
    }

    private Shape tuple() {
        List<Long> lengths = new ArrayList<>();
        expect('(');
        while (!accept(')')) {
            lengths.add(number());
            if (lengths.size() > AXES_LIMIT) {
                throw malformed("shape must have at most " + AXES_LIMIT + " axes");
            }
            if (!accept(',')) {
                expect(')');
                break;
            }
        }
        return new Shape(lengths);
    }

    private long number() {
        skipSpaces();
        int start = position;
        while (position < text.length() && "0123456789".indexOf(text.charAt(position)) >= 0) {
            position++;
        }
        int end = position;
        if (position < text.length() && text.charAt(position) == 'L') {
            position++; // Python 2 wrote its long integers so
        }
        try {
            return Long.parseLong(text, start, end, 10);
        } catch (NumberFormatException e) {
            position = start;
            throw malformed("length must be a number of at most 63 bits");
        }
    }

    private void expect(char wanted) {
        if (!accept(wanted)) {
            throw malformed("'" + wanted + "' must stand here");
        }
    }

    private boolean accept(char wanted) {
        skipSpaces();
        if (position < text.length() && text.charAt(position) == wanted) {
            position++;
            return true;
        }
        return false;
    }

    private boolean acceptWord(String word) {
        boolean found = text.startsWith(word, position);
        position += found ? word.length() : 0;
        return found;
    }

    private void skipSpaces() {
        while (position < text.length() && " \t\n\r".indexOf(text.charAt(position)) >= 0) {
            position++;
        }
    }

    private DataException malformed(String rule) {
        return new DataException(
                "npy header is malformed: %s; position=%d, header=%s; save it again"
                        .formatted(rule, position, text.strip()));
    }
}
