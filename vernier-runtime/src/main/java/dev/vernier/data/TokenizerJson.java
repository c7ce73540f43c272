package dev.vernier.data;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/**
 * Looks at a {@code tokenizer.json} before native code reads it, which ends the process where some
 * parts are no JSON (decision 0115).
 *
 * <p>Refuses what the native parser does: text that is no JSON or not in UTF-8, depth of more than
 * 100 (it stops at 128), numbers that no double holds, halves of surrogate pairs. Streams;
 * stateless.
 */
final class TokenizerJson {

    private static final int DEPTH = 100;

    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(DEPTH).build())
                    .build();

    private TokenizerJson() {}

    /**
     * Reads the file once.
     *
     * @throws DataException if it is no JSON object
     */
    static void check(Path json) throws IOException {
        try (Reader in = Files.newBufferedReader(json);
                JsonParser parser = JSON.createParser(ObjectReadContext.empty(), in)) {
            check(parser, json);
        }
    }

    private static void check(JsonParser parser, Path json) {
        try {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw refusal(json, "it is no JSON object", parser);
            }
            while (parser.nextToken() != null) {
                if (parser.currentToken().isNumeric()
                        && !Double.isFinite(parser.getDoubleValue())) {
                    throw refusal(json, "numbers must be finite", parser);
                }
                if (parser.currentToken() == JsonToken.VALUE_STRING && !isUnicode(parser)) {
                    throw refusal(json, "text must be Unicode", parser);
                }
            }
        } catch (JacksonException e) {
            boolean isEncoding = e.getCause() instanceof CharacterCodingException;
            String reason = isEncoding ? "text must be UTF-8" : e.getOriginalMessage();
            throw refusal(json, reason, parser);
        }
    }

    /** Whether no surrogate stands alone; the parser refuses names of that kind by itself. */
    private static boolean isUnicode(JsonParser parser) {
        return parser.getString()
                .codePoints()
                .noneMatch(
                        point ->
                                point >= Character.MIN_SURROGATE
                                        && point <= Character.MAX_SURROGATE);
    }

    private static DataException refusal(Path json, String reason, JsonParser parser) {
        TokenStreamLocation at = parser.currentLocation();
        return new DataException(
                "%s: tokenizer must be a Hugging Face tokenizer.json; %s; line=%d, column=%d"
                        .formatted(json, reason, at.getLineNr(), at.getColumnNr()));
    }
}
