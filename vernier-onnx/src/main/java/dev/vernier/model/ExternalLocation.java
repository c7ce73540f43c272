package dev.vernier.model;

import java.util.List;
import java.util.function.Predicate;

/**
 * What the location of external data must look like before it is looked up: a relative path of
 * plain names that stays below the model's folder on every system.
 *
 * <p>Source: ONNX external data specification, and the traversal vulnerabilities CVE-2022-25882,
 * CVE-2024-27318 and CVE-2025-51480 of its readers.
 */
final class ExternalLocation {

    private record Rule(String text, Predicate<String> holds) {}

    private static final List<Rule> RULES =
            List.of(
                    new Rule("must not be empty", location -> !location.isEmpty()),
                    new Rule("must not contain NUL", location -> location.indexOf('\0') < 0),
                    new Rule(
                            "must not be a memory address",
                            location -> !location.contains("_ORT_MEM_ADDR_")),
                    new Rule("must be relative", location -> !location.startsWith("/")),
                    new Rule("must not contain a backslash", l -> l.indexOf('\\') < 0),
                    new Rule("must not contain a colon", location -> location.indexOf(':') < 0),
                    new Rule(
                            "must stay inside the model's folder",
                            location -> !List.of(location.split("/", -1)).contains("..")),
                    new Rule(
                            "must name a file",
                            location -> !location.endsWith("/") && !location.endsWith("/.")));

    private ExternalLocation() {}

    /**
     * @throws dev.vernier.graph.ModelFormatException if a rule is broken
     */
    static void check(String location, Place place) {
        for (Rule rule : RULES) {
            if (!rule.holds.test(location)) {
                throw place.refuse(
                        "location of external data "
                                + rule.text
                                + "; location="
                                + location.replace("\0", "\\0"),
                        ExternalData.KEEP_BESIDE);
            }
        }
    }
}
