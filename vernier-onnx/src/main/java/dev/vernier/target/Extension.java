package dev.vernier.target;

import dev.vernier.graph.NearNames;
import dev.vernier.json.JsonFields;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A target file laid over the target that it extends:
 *
 * <pre>
 * a word, number or list    takes the place of the inherited one
 * activations, weights, ... member by member
 * operators                 row by row, each as a whole; null takes an inherited row away
 * </pre>
 */
final class Extension {

    private Extension() {}

    /** The file as it would be written without {@code extends}. */
    static JsonFields of(Target base, JsonFields file) {
        ObjectNode whole = JsonFields.parse("target", TargetJson.write(base)).copy();
        for (Map.Entry<String, JsonNode> member : file.copy().properties()) {
            String name = member.getKey();
            if (name.equals("operators") && member.getValue() instanceof ObjectNode rows) {
                merge(whole.get(name), rows, base, file);
            } else if (whole.get(name) instanceof ObjectNode inherited
                    && member.getValue() instanceof ObjectNode given) {
                inherited.setAll(given);
            } else {
                whole.set(name, member.getValue());
            }
        }
        return new JsonFields("target", whole);
    }

    private static void merge(JsonNode inherited, ObjectNode rows, Target base, JsonFields file) {
        ObjectNode operators = (ObjectNode) inherited;
        for (Map.Entry<String, JsonNode> row : rows.properties()) {
            String operator = row.getKey();
            if (!row.getValue().isNull()) {
                operators.set(operator, row.getValue());
            } else if (operators.remove(operator) == null) {
                throw file.malformed(
                        "operators." + operator,
                        "an operator of %s to be taken away; near names=%s"
                                .formatted(
                                        base.name(),
                                        NearNames.to(operator, base.operators().keySet().stream())),
                        "null");
            }
        }
    }
}
