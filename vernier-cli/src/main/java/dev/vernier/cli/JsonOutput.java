package dev.vernier.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The JSON that {@code --json} prints: one object, {@code schemaVersion} and {@code command} first.
 *
 * <p>Within a schema version fields are added, never renamed, removed or given another meaning.
 */
final class JsonOutput {

    static final int SCHEMA_VERSION = 1;

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private JsonOutput() {}

    static String of(String command, Map<String, ?> result) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("schemaVersion", SCHEMA_VERSION);
        object.put("command", command);
        object.putAll(result);
        return MAPPER.writeValueAsString(object);
    }
}
