package dev.vernier.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.data.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RunJsonTest {

    private static final Path SCHEMA = Path.of("../docs/run-json.md");

    /** A row of a table: path, type, meaning. */
    private static final Pattern ROW = Pattern.compile("\\| `([^`]+)` \\| (\\w+)");

    @Test
    void whatIsWrittenIsRead() {
        for (RunRecord run : List.of(TestRuns.of(7), TestRuns.of(0), TestRuns.of(3, "\u2028\"<"))) {
            assertThat(RunJson.read("run.json", RunJson.write(run))).isEqualTo(run);
            assertThat(RunJson.read("run.json", RunJson.compact(run))).isEqualTo(run);
        }
    }

    @Test
    void fieldsOfLaterWritersAreIgnored() {
        String later =
                RunJson.write(TestRuns.of(1)).replace("\"target\"", "\"news\":[1],\"target\"");

        assertThat(RunJson.read("run.json", later)).isEqualTo(TestRuns.of(1));
    }

    @Test
    void everyFieldIsDocumentedWithItsType() throws IOException {
        Map<String, String> documented = new LinkedHashMap<>();
        Matcher row = ROW.matcher(Files.readString(SCHEMA));
        while (row.find()) {
            documented.put(row.group(1), row.group(2));
        }
        Map<String, String> written = new LinkedHashMap<>();
        add("", JsonMapper.shared().readTree(RunJson.write(TestRuns.of(2))), written);

        assertThat(documented).isEqualTo(written);
        assertThat(List.copyOf(documented.keySet())).isEqualTo(List.copyOf(written.keySet()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{}",
                "null",
                "{\"schemaVersion\": \"1\"}",
                "{\"schemaVersion\": 2}",
                "{\"schemaVersion\": 1}",
                "{\"schemaVersion\": 1, \"layers\": 3}",
                "{\"schemaVersion\": 1, \"verdict\": {\"level\": \"FINE\"}}"
            })
    void otherTextIsRefusedByName(String text) {
        assertThatThrownBy(() -> RunJson.read("run.json", text))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("run.json: run record must");
    }

    private static void add(String path, JsonNode node, Map<String, String> types) {
        if (node.isObject()) {
            List<Map.Entry<String, JsonNode>> fields = new ArrayList<>(node.properties());
            fields.forEach(
                    field ->
                            add(
                                    path + (path.isEmpty() ? "" : ".") + field.getKey(),
                                    field.getValue(),
                                    types));
        } else if (node.isArray()) {
            node.forEach(element -> add(path + "[]", element, types));
        } else {
            types.put(path, node.getNodeType().name().toLowerCase(Locale.ROOT));
        }
    }
}
