package dev.vernier.cli.bench;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sums a profile of ONNX Runtime by operator.
 *
 * <p>A profile is an array of events; those of category {@code Node} whose name ends with {@code
 * _kernel_time} tell in {@code dur} how many microseconds a node took. A node with bodies counts
 * with what runs in them, so bodies count twice: with their operators, and with their node.
 */
final class OperatorTimes {

    private static final double MICROS_OF_MILLI = 1000;

    private OperatorTimes() {}

    /** Milliseconds of one run by operator, the longest first. */
    static Map<String, Double> read(Path profile, int runs) {
        Map<String, Double> sums = new TreeMap<>();
        try (MappingIterator<JsonNode> events =
                JsonMapper.shared().readerFor(JsonNode.class).readValues(profile.toFile())) {
            while (events.hasNext()) {
                JsonNode event = events.next();
                if (event.path("cat").asString("").equals("Node")
                        && event.path("name").asString("").endsWith("_kernel_time")) {
                    sums.merge(
                            event.path("args").path("op_name").asString("other"),
                            event.path("dur").asDouble(0) / MICROS_OF_MILLI / runs,
                            Double::sum);
                }
            }
        }
        Map<String, Double> longestFirst = new LinkedHashMap<>();
        sums.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .forEach(each -> longestFirst.put(each.getKey(), each.getValue()));
        return longestFirst;
    }
}
