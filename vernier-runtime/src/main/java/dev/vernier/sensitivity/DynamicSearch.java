package dev.vernier.sensitivity;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds which of the nodes that a budget sent back to float may quantize what they read as it comes
 * instead, see {@link dev.vernier.plan.DynamicProducts}: first all of them, else one after the
 * other, the dearest first. A node is kept that way only if the budget is kept.
 *
 * <p>Cost: at most {@value #MOST_PROBES} probes.
 */
final class DynamicSearch {

    static final int MOST_PROBES = 8;

    /** Measures the model with some nodes in float, and others quantizing as they go. */
    @FunctionalInterface
    interface Probe {
        Reached with(Collection<String> inFloat, Collection<String> asTheyCome) throws IOException;
    }

    /**
     * What was found.
     *
     * @param asTheyCome node -> what was reached once it was taken out of float
     * @param reached with all of them; as before where there are none
     */
    record Found(Map<String, Reached> asTheyCome, Reached reached) {}

    private final Budget budget;
    private final Probe probe;

    DynamicSearch(Budget budget, Probe probe) {
        this.budget = budget;
        this.probe = probe;
    }

    /**
     * Searches.
     *
     * @param left the nodes in float, with which the budget is kept
     * @param possible those of them that have the kernel, the dearest first
     * @param before what is reached with all in float
     */
    Found search(List<String> left, List<String> possible, Reached before) throws IOException {
        if (possible.isEmpty()) {
            return new Found(Map.of(), before);
        }
        Reached all = measure(left, possible);
        if (budget.isMetBy(all)) {
            Map<String, Reached> found = new LinkedHashMap<>();
            possible.forEach(node -> found.put(node, all));
            return new Found(found, all);
        }
        Map<String, Reached> found = new LinkedHashMap<>();
        Reached reached = before;
        List<String> tried = possible.size() == 1 ? List.of() : possible;
        for (String node : tried.subList(0, Math.min(tried.size(), MOST_PROBES - 1))) {
            List<String> more = new ArrayList<>(found.keySet());
            more.add(node);
            Reached next = measure(left, more);
            if (budget.isMetBy(next)) {
                found.put(node, next);
                reached = next;
            }
        }
        return new Found(found, reached);
    }

    private Reached measure(List<String> left, List<String> asTheyCome) throws IOException {
        List<String> inFloat = new ArrayList<>(left);
        inFloat.removeAll(asTheyCome);
        return probe.with(inFloat, asTheyCome);
    }
}
