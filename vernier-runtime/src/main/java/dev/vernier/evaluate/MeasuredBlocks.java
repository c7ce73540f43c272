package dev.vernier.evaluate;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Cuts values into runs of bounded size, in their order. */
final class MeasuredBlocks {

    private MeasuredBlocks() {}

    /**
     * @param sizes elements by value
     * @param most elements of a block; a larger value is a block of its own
     */
    static List<Set<String>> cut(Map<String, Long> sizes, long most) {
        List<Set<String>> blocks = new ArrayList<>();
        long room = -1;
        for (Map.Entry<String, Long> value : sizes.entrySet()) {
            if (room < value.getValue()) {
                blocks.add(new LinkedHashSet<>());
                room = most;
            }
            room -= value.getValue();
            blocks.get(blocks.size() - 1).add(value.getKey());
        }
        return blocks;
    }
}
