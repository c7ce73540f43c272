package dev.vernier.diff;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One of the two things that are compared, as far as quantization goes. All maps are in the order
 * of the file.
 *
 * @param nodes node -> what becomes of it; Q/DQ nodes are no nodes of their own here
 * @param values name of a value that flows between nodes -> its scale, or for statistics its range
 * @param constants name of a constant -> how it is stored
 * @param facts what else is known: metadata, target, digests
 */
record Side(
        Map<String, Place> nodes,
        Map<String, String> values,
        Map<String, Constant> constants,
        Map<String, String> facts) {

    /**
     * What becomes of a node.
     *
     * @param op its operator
     * @param runs {@code integer} or {@code float}
     * @param why the rule that says so; empty where nobody knows
     */
    record Place(String op, String runs, String why) {}

    Side {
        nodes = Collections.unmodifiableMap(new LinkedHashMap<>(nodes));
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        constants = Collections.unmodifiableMap(new LinkedHashMap<>(constants));
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }
}
