package dev.vernier.sensitivity;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * Finds a small set of nodes to leave in float so that a budget is kept.
 *
 * <ol>
 *   <li>Nodes are put in order: most noise for its cost first.
 *   <li>The shortest beginning of that order that keeps the budget is found by doubling, then
 *       halving. Where no beginning does, the same is tried once more in the order of noise alone.
 *   <li>Each of its nodes is put back, the most expensive first, and stays in integers if the
 *       budget is still kept: of what is left no single node can be spared.
 *   <li>The result is measured again. If that does not keep the budget, the measure varies by more
 *       than the budget allows for: what was put back last is taken out again, then the next of the
 *       order, until two measurements in a row keep it.
 * </ol>
 *
 * <p>All nodes in float would keep any budget; that counts as a failure. Deterministic if the probe
 * is. Not thread-safe.
 */
final class BudgetSearch {

    /** Kept back for measuring the result again. */
    private static final int CONFIRMATIONS = 6;

    /** Measures the model with these nodes in float. */
    @FunctionalInterface
    interface Probe {
        Reached without(Collection<String> nodes) throws IOException;
    }

    /**
     * A node that can be left in float.
     *
     * @param cost what that costs, in multiply-accumulate operations
     * @param noise what it adds to the outputs, error over signal
     */
    record Candidate(String node, long cost, double noise) {}

    /**
     * What was found.
     *
     * @param left the nodes to leave in float
     * @param reached with them in float; the worse of two measurements if the budget is not met
     * @param without by node, what was reached with it put back
     */
    record Found(boolean isMet, List<String> left, Reached reached, Map<String, Reached> without) {}

    private final Budget budget;
    private final Probe probe;
    private final int mostProbes;
    private final Map<String, Reached> without = new LinkedHashMap<>();
    private Found closest;
    private int probes;

    /**
     * @param all what is reached with every node in integers, and does not keep the budget
     * @param mostProbes how often the probe is called at most
     */
    BudgetSearch(Budget budget, Probe probe, Reached all, int mostProbes) {
        this.budget = budget;
        this.probe = probe;
        this.mostProbes = mostProbes;
        this.closest = new Found(false, List.of(), all, Map.of());
    }

    Found search(List<Candidate> candidates) throws IOException {
        double total = candidates.stream().mapToLong(Candidate::cost).sum();
        // What multiplies nothing costs a conversion: the thousandth part of an average node.
        double least = Math.max(1, total / (1000.0 * Math.max(1, candidates.size())));
        List<Candidate> byWorth = sorted(candidates, c -> c.noise() / (c.cost() + least));
        List<Candidate> byNoise = sorted(candidates, Candidate::noise);
        int length = shortest(byWorth);
        if (length > 0) {
            return settled(byWorth, length);
        }
        length = byNoise.equals(byWorth) ? 0 : shortest(byNoise);
        return length > 0 ? settled(byNoise, length) : closest;
    }

    private static List<Candidate> sorted(
            List<Candidate> candidates, ToDoubleFunction<Candidate> largest) {
        return candidates.stream().sorted(Comparator.comparingDouble(largest).reversed()).toList();
    }

    /** How many nodes from the start keep the budget; 0 if all but one do not. */
    private int shortest(List<Candidate> order) throws IOException {
        int most = order.size() - 1;
        int fails = 0;
        int holds = 0;
        for (int next = 1; holds == 0; next = Math.min(2 * next, most)) {
            if (next <= fails || next > most || !hasProbes()) {
                return 0;
            } else if (isMet(names(order.subList(0, next)))) {
                holds = next;
            } else {
                fails = next;
            }
        }
        while (holds - fails > 1 && hasProbes()) {
            int middle = (fails + holds) >>> 1;
            if (isMet(names(order.subList(0, middle)))) {
                holds = middle;
            } else {
                fails = middle;
            }
        }
        return holds;
    }

    private Found settled(List<Candidate> order, int length) throws IOException {
        Set<String> left = new LinkedHashSet<>(names(order.subList(0, length)));
        Deque<String> spare = putBack(order.subList(0, length), left);
        spare.addAll(names(order.subList(length, order.size() - 1)));
        boolean heldBefore = true;
        while (probes < mostProbes) {
            Reached again = measure(left);
            if (!budget.isMetBy(again)) {
                if (spare.isEmpty()) {
                    break;
                }
                left.add(spare.poll());
                heldBefore = false;
            } else if (heldBefore) {
                return new Found(true, List.copyOf(left), again, Map.copyOf(without));
            } else {
                heldBefore = true;
            }
        }
        return closest;
    }

    /** Puts back what can be, out of {@code left}; what was put back last comes first. */
    private Deque<String> putBack(List<Candidate> chosen, Set<String> left) throws IOException {
        Deque<String> returned = new ArrayDeque<>();
        List<Candidate> dearest =
                chosen.stream()
                        .sorted(
                                Comparator.comparingLong(Candidate::cost)
                                        .reversed()
                                        .thenComparingDouble(Candidate::noise))
                        .toList();
        for (Candidate candidate : dearest) {
            if (left.size() < 2 || !hasProbes()) {
                break;
            }
            Set<String> fewer = new LinkedHashSet<>(left);
            fewer.remove(candidate.node());
            Reached reached = measure(fewer);
            if (budget.isMetBy(reached)) {
                left.remove(candidate.node());
                returned.push(candidate.node());
            } else {
                without.put(candidate.node(), reached);
            }
        }
        return returned;
    }

    private boolean hasProbes() {
        return probes < mostProbes - CONFIRMATIONS;
    }

    private boolean isMet(List<String> nodes) throws IOException {
        return budget.isMetBy(measure(nodes));
    }

    private Reached measure(Collection<String> nodes) throws IOException {
        probes++;
        Reached reached = probe.without(nodes);
        if (!budget.isMetBy(reached)
                && budget.shortfall(reached) <= budget.shortfall(closest.reached())) {
            closest = new Found(false, List.copyOf(nodes), reached, Map.of());
        }
        return reached;
    }

    private static List<String> names(List<Candidate> candidates) {
        return candidates.stream().map(Candidate::node).toList();
    }
}
