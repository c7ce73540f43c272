package dev.vernier.cli;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The form of a JSON text, a line a path: {@code outputs[].name string}.
 *
 * <p>Numbers that depend on the machine can so be kept out of golden files.
 */
final class JsonForm {

    private JsonForm() {}

    static String of(String json) {
        Set<String> lines = new LinkedHashSet<>();
        add("", JsonMapper.shared().readTree(json), lines);
        return String.join("\n", lines) + "\n";
    }

    private static void add(String path, JsonNode node, Set<String> lines) {
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                add(path + (path.isEmpty() ? "" : ".") + field.getKey(), field.getValue(), lines);
            }
        } else if (node.isArray()) {
            if (node.isEmpty()) {
                lines.add(path + "[]");
            }
            node.forEach(element -> add(path + "[]", element, lines));
        } else {
            lines.add(path + " " + node.getNodeType().name().toLowerCase(Locale.ROOT));
        }
    }
}
