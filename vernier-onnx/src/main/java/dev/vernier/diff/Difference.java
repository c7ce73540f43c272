package dev.vernier.diff;

import dev.vernier.diff.Side.Place;
import dev.vernier.graph.Model;
import dev.vernier.plan.QuantizationPlan;
import dev.vernier.statistics.StatisticsFile;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What differs between two quantized models, plans or statistics files, by name: those of the first
 * in its order, then what only the second has.
 *
 * @param nodes nodes of both together
 * @param placement those that do not run alike
 * @param values values with a scale or range, of both together
 * @param scales those whose scale or range is another
 * @param constants constants of both together
 * @param weights those that are stored in another way or stand for other numbers
 * @param facts metadata that is not the same
 */
public record Difference(
        int nodes,
        List<Placement> placement,
        int values,
        List<Text> scales,
        int constants,
        List<Weight> weights,
        List<Text> facts) {

    /**
     * A node that does not run alike; {@code -} where a side does not have it.
     *
     * @param first how the first side runs it
     * @param second how the second does
     */
    public record Placement(String node, String op, String first, String second) {}

    /** Something said in one way here and in another there; {@code -} where it is not said. */
    public record Text(String name, String first, String second) {}

    /**
     * A constant that differs.
     *
     * @param first how the first side stores it; {@code -} if it does not have it
     * @param second how the second does
     * @param elements its elements, of which nothing is known in a plan
     * @param changed elements that stand for another number
     * @param largest the largest change of one, as the second has it less the first
     * @param scales scales that differ
     */
    public record Weight(
            String tensor,
            String first,
            String second,
            long elements,
            long changed,
            double largest,
            long scales) {}

    /** What a side does not have. */
    static final String NONE = "-";

    public Difference {
        placement = List.copyOf(placement);
        scales = List.copyOf(scales);
        weights = List.copyOf(weights);
        facts = List.copyOf(facts);
    }

    /** Of two models, quantized or not. Reads all weights, one after the other. */
    public static Difference of(Model first, Model second) {
        return between(ModelSide.of(first), ModelSide.of(second));
    }

    /** Of two plans. */
    public static Difference of(QuantizationPlan first, QuantizationPlan second) {
        return between(PlanSide.of(first), PlanSide.of(second));
    }

    /** Of two statistics files: the exact ends of what was seen. */
    public static Difference of(StatisticsFile first, StatisticsFile second) {
        return between(StatisticsSide.of(first), StatisticsSide.of(second));
    }

    /** Whether nothing differs. */
    public boolean isEmpty() {
        return placement.isEmpty() && scales.isEmpty() && weights.isEmpty() && facts.isEmpty();
    }

    private static Difference between(Side first, Side second) {
        Set<String> constants = names(first.constants(), second.constants());
        List<Weight> weights = new ArrayList<>();
        for (String name : constants) {
            ConstantComparison.of(
                            name,
                            Optional.ofNullable(first.constants().get(name)),
                            Optional.ofNullable(second.constants().get(name)))
                    .ifPresent(weights::add);
        }
        return new Difference(
                names(first.nodes(), second.nodes()).size(),
                placement(first.nodes(), second.nodes()),
                names(first.values(), second.values()).size(),
                texts(first.values(), second.values()),
                constants.size(),
                weights,
                texts(first.facts(), second.facts()));
    }

    private static Set<String> names(Map<String, ?> first, Map<String, ?> second) {
        Set<String> names = new LinkedHashSet<>(first.keySet());
        names.addAll(second.keySet());
        return names;
    }

    private static List<Placement> placement(Map<String, Place> first, Map<String, Place> second) {
        List<Placement> placement = new ArrayList<>();
        for (String name : names(first, second)) {
            Optional<Place> before = Optional.ofNullable(first.get(name));
            Optional<Place> after = Optional.ofNullable(second.get(name));
            if (!before.equals(after)) {
                String op = before.or(() -> after).map(Place::op).orElse(NONE);
                placement.add(new Placement(name, op, runs(before), runs(after)));
            }
        }
        return placement;
    }

    private static String runs(Optional<Place> place) {
        return place.map(p -> p.why().isEmpty() ? p.runs() : p.runs() + " (" + p.why() + ")")
                .orElse(NONE);
    }

    private static List<Text> texts(Map<String, String> first, Map<String, String> second) {
        List<Text> texts = new ArrayList<>();
        for (String name : names(first, second)) {
            String before = first.getOrDefault(name, NONE);
            String after = second.getOrDefault(name, NONE);
            if (!before.equals(after)) {
                texts.add(new Text(name, before, after));
            }
        }
        return texts;
    }
}
