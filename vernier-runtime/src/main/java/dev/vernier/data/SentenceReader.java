package dev.vernier.data;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Sentences out of a text file, one after the other. Blank ones are passed over. */
interface SentenceReader extends Closeable {

    /**
     * A sentence and where it begins.
     *
     * @param line counted from 1; of comma-separated values the row, its header counted
     */
    record Sentence(long line, String text) {}

    /** The next sentence, or empty at the end. */
    Optional<Sentence> next() throws IOException;

    /** One sentence a line. */
    static SentenceReader lines(Path file, Optional<String> column) throws IOException {
        return new LineReader(file);
    }

    /** One column of comma-separated values (RFC 4180). */
    static SentenceReader csv(Path file, Optional<String> column) throws IOException {
        return new CsvReader(file, column);
    }

    /** One field of a JSON object a line. */
    static SentenceReader jsonLines(Path file, Optional<String> column) throws IOException {
        return new JsonLinesReader(file, column);
    }
}
