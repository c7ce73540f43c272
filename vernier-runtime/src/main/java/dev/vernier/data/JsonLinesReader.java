package dev.vernier.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A JSON object a line, of which one field is the sentence: {@code text} if none is named. */
final class JsonLinesReader implements SentenceReader {

    private static final String DEFAULT_FIELD = "text";

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final Path file;
    private final LineReader lines;
    private final String field;

    JsonLinesReader(Path file, Optional<String> column) throws IOException {
        this.file = file;
        this.lines = new LineReader(file);
        this.field = column.orElse(DEFAULT_FIELD);
    }

    @Override
    public Optional<Sentence> next() throws IOException {
        Optional<Sentence> line = lines.next();
        return line.isPresent() ? Optional.of(sentence(line.get())) : line;
    }

    private Sentence sentence(Sentence line) {
        String name = file.getFileName() + ":" + line.line();
        JsonNode json;
        try {
            json = MAPPER.readTree(line.text());
        } catch (JacksonException e) {
            throw new BadSampleException(name, "line must be JSON; " + e.getOriginalMessage(), e);
        }
        JsonNode value = json.path(field);
        if (!value.isString()) {
            throw new BadSampleException(
                    name,
                    "line must be an object with the text field '%s'; fields=%s; pass --column"
                            .formatted(field, json.propertyNames()));
        }
        return new Sentence(line.line(), value.stringValue());
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
