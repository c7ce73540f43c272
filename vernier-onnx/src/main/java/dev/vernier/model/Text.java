package dev.vernier.model;

import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Names of a file as Java strings and back, without loss whatever the bytes are.
 *
 * <p>Bytes that are not UTF-8 become the lone surrogates U+DC80 to U+DCFF, which no valid UTF-8
 * decodes to, so every byte string has one text and comes back from it.
 */
final class Text {

    private static final int ESCAPE = 0xDC00;

    private Text() {}

    static String of(ByteString bytes) {
        return bytes.isValidUtf8() ? bytes.toStringUtf8() : escaped(bytes);
    }

    static List<String> of(List<ByteString> all) {
        List<String> texts = new ArrayList<>(all.size());
        all.forEach(bytes -> texts.add(of(bytes)));
        return texts;
    }

    static ByteString bytes(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isEscape(text, i)) {
                return unescaped(text);
            }
        }
        return ByteString.copyFromUtf8(text);
    }

    private static String escaped(ByteString bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = bytes.asReadOnlyByteBuffer();
        CharBuffer out = CharBuffer.allocate(bytes.size() + 1);
        while (true) {
            CoderResult result = decoder.decode(in, out, true);
            if (result.isUnderflow()) {
                return out.flip().toString();
            }
            for (int i = 0; i < result.length(); i++) {
                out.put((char) (ESCAPE | (in.get() & 0xFF)));
            }
            decoder.reset();
        }
    }

    private static boolean isEscape(String text, int i) {
        char c = text.charAt(i);
        return c >= 0xDC80
                && c <= 0xDCFF
                && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    }

    private static ByteString unescaped(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            if (isEscape(text, i)) {
                out.writeBytes(text.substring(start, i).getBytes(StandardCharsets.UTF_8));
                out.write(text.charAt(i) & 0xFF);
                start = i + 1;
            }
        }
        out.writeBytes(text.substring(start).getBytes(StandardCharsets.UTF_8));
        return ByteString.copyFrom(out.toByteArray());
    }
}
