package dev.vernier.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** One sentence a line, in UTF-8 with or without a byte order mark. */
final class LineReader implements SentenceReader {

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Path file;
    private final BufferedReader reader;
    private long line;

    LineReader(Path file) throws IOException {
        this.file = file;
        this.reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
    }

    @Override
    public Optional<Sentence> next() throws IOException {
        try {
            for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                line++;
                String sentence = line == 1 ? withoutMark(text) : text;
                if (!sentence.isBlank()) {
                    return Optional.of(new Sentence(line, sentence.strip()));
                }
            }
            return Optional.empty();
        } catch (CharacterCodingException e) {
            throw new DataException(
                    "%s: text must be UTF-8; near line %d".formatted(file, line + 1), e);
        }
    }

    private static String withoutMark(String text) {
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
