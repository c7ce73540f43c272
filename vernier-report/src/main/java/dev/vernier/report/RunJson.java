package dev.vernier.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.vernier.data.DataException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A {@link RunRecord} as JSON, keys in the order of its components; what is absent is left out.
 *
 * <p>The same record gives the same text. Fields of later writers of this schema are ignored.
 */
public final class RunJson {

    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                    .changeDefaultPropertyInclusion(
                            inclusion ->
                                    inclusion.withValueInclusion(JsonInclude.Include.NON_ABSENT))
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                    .build();

    private RunJson() {}

    /** The text of a run file, indented, ending with a line break. */
    public static String write(RunRecord run) {
        return MAPPER.writer().with(SerializationFeature.INDENT_OUTPUT).writeValueAsString(run)
                + "\n";
    }

    /** Without blanks, to be part of a page. */
    static String compact(RunRecord run) {
        return MAPPER.writeValueAsString(run);
    }

    /**
     * Reads a run file.
     *
     * @param source what messages call it
     * @throws DataException if it is no run record of this schema; the message says where
     */
    public static RunRecord read(String source, String text) {
        try {
            JsonNode root = MAPPER.readTree(text);
            JsonNode version = root.path("schemaVersion");
            if (!version.isInt() || version.intValue() != RunRecord.SCHEMA_VERSION) {
                throw new DataException(
                        "%s: run record must have schemaVersion %d; schemaVersion=%s"
                                .formatted(
                                        source,
                                        RunRecord.SCHEMA_VERSION,
                                        version.isMissingNode() ? "none" : version));
            }
            return MAPPER.treeToValue(root, RunRecord.class);
        } catch (JacksonException e) {
            throw new DataException(
                    "%s: run record must be JSON as docs/run-json.md describes; %s"
                            .formatted(source, e.getOriginalMessage()),
                    e);
        }
    }
}
