package dev.vernier.sensitivity;

import dev.vernier.data.Samples;
import dev.vernier.evaluate.Metric;
import dev.vernier.graph.Node;
import dev.vernier.graph.Scopes;
import dev.vernier.plan.DynamicProducts;
import dev.vernier.plan.NodeDecision;
import dev.vernier.plan.QuantizationPlan;
import dev.vernier.runner.RunnerOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * Takes as few nodes as possible out of a plan, by their multiply-accumulates, so that a budget of
 * accuracy is kept.
 *
 * <p>Cost: one trial if the plan keeps the budget as it is. Else at most 16 small ones to rank the
 * nodes ({@link Ranking}), at most {@value #MOST_PROBES} on all samples ({@link BudgetSearch}), and
 * at most {@value DynamicSearch#MOST_PROBES} more for those that need not be in float ({@link
 * DynamicSearch}): {@value #MOST_TRIALS} in all. Deterministic for a given runtime, processor and
 * metric.
 */
public final class BudgetPlanner {

    private static final int MOST_PROBES = 64;

    /** Enough for the shortest beginning of an order, not to put most of its nodes back. */
    private static final int HURRIED_PROBES = 24;

    /** How many models are written and run at most: the plan as it is, the ranking, the search. */
    public static final int MOST_TRIALS = 2 + 16 + MOST_PROBES + DynamicSearch.MOST_PROBES;

    private final Subject subject;
    private final Budget budget;
    private final Optional<Metric> metric;
    private final RunnerOptions running;
    private final int mostProbes;

    /**
     * @param metric what the budget's drop is a drop of
     * @throws IllegalArgumentException if the budget limits a drop and there is no metric
     */
    public BudgetPlanner(
            Subject subject, Budget budget, Optional<Metric> metric, RunnerOptions running) {
        this(subject, budget, metric, running, MOST_PROBES);
    }

    private BudgetPlanner(
            Subject subject,
            Budget budget,
            Optional<Metric> metric,
            RunnerOptions running,
            int mostProbes) {
        if (budget.maxDrop().isPresent() && metric.isEmpty()) {
            throw new IllegalArgumentException(
                    "a drop must be one of a metric; drop=" + budget.maxDrop().getAsDouble());
        }
        this.subject = subject;
        this.budget = budget;
        this.metric = metric;
        this.running = running;
        this.mostProbes = mostProbes;
    }

    /**
     * The same, content with more nodes than need be, for at most {@value #HURRIED_PROBES} trials
     * on all samples: where nobody asked for a budget.
     */
    public BudgetPlanner hurried() {
        return new BudgetPlanner(subject, budget, metric, running, HURRIED_PROBES);
    }

    /**
     * Searches.
     *
     * @param samples what the models are compared on
     * @param limit how many samples at most
     * @param progress told the number of trials done
     * @throws dev.vernier.data.DataException if samples do not fit the model or the metric
     */
    public BudgetResult plan(Samples samples, OptionalInt limit, IntConsumer progress)
            throws IOException {
        try (Trials trials = new Trials(subject, samples, limit, metric, running, progress)) {
            Reached before = trials.measure(Set.of());
            if (budget.isMetBy(before)) {
                return new BudgetResult(
                        budget, true, subject.plan(), before, before, List.of(), trials.done());
            }
            SensitivityOptions options = SensitivityOptions.SEARCH;
            Reached all = trials.glance(Set.of(), options.samples());
            List<NodeSensitivity> ranked = new Ranking(subject, trials, options).rank(all, running);
            BudgetSearch search = new BudgetSearch(budget, trials::measure, before, mostProbes);
            BudgetSearch.Found found = search.search(candidates(ranked, all.noise()));
            return result(before, ranked, found, dynamic(ranked, found, trials), trials.done());
        }
    }

    /**
     * What the plan reaches as it is.
     *
     * @param samples as for {@link #plan}
     * @throws dev.vernier.data.DataException if samples do not fit the model or the metric
     */
    public Reached measure(Samples samples, OptionalInt limit, IntConsumer progress)
            throws IOException {
        try (Trials trials = new Trials(subject, samples, limit, metric, running, progress)) {
            return trials.measure(Set.of());
        }
    }

    /**
     * With what leaving a node in float costs: its share of the time and its share of the size,
     * both in multiply-accumulate operations.
     */
    private List<BudgetSearch.Candidate> candidates(List<NodeSensitivity> ranked, double all) {
        Map<String, Long> weights = weightElements();
        double macs = ranked.stream().mapToLong(NodeSensitivity::macs).sum();
        double elements = weights.values().stream().mapToLong(Long::longValue).sum();
        List<BudgetSearch.Candidate> candidates = new ArrayList<>();
        for (NodeSensitivity node : ranked) {
            double size = weights.getOrDefault(node.node(), 0L) / Math.max(1, elements);
            long cost = node.macs() + Math.round(size * macs);
            candidates.add(new BudgetSearch.Candidate(node.node(), cost, node.noise(all)));
        }
        return candidates;
    }

    /** How many weights each node stores in integers. */
    private Map<String, Long> weightElements() {
        Scopes scopes = Scopes.of(subject.graph());
        Map<String, Long> elements = new HashMap<>();
        for (NodeDecision decision : subject.plan().integerNodes()) {
            decision.weight()
                    .flatMap(scopes::constant)
                    .ifPresent(weight -> elements.put(decision.node(), weight.elements()));
        }
        return elements;
    }

    /** Which nodes that went back to float can quantize what they read as it comes. */
    private DynamicSearch.Found dynamic(
            List<NodeSensitivity> ranked, BudgetSearch.Found found, Trials trials)
            throws IOException {
        Set<String> products = new HashSet<>();
        for (Node node : subject.graph().nodes()) {
            if (DynamicProducts.canBe(node, subject.graph(), subject.target())) {
                products.add(node.name());
            }
        }
        List<String> possible =
                ranked.stream()
                        .sorted(Comparator.comparingLong(NodeSensitivity::macs).reversed())
                        .map(NodeSensitivity::node)
                        .filter(products::contains)
                        .filter(found.left()::contains)
                        .toList();
        return new DynamicSearch(budget, trials::measure)
                .search(found.left(), found.isMet() ? possible : List.of(), found.reached());
    }

    private BudgetResult result(
            Reached before,
            List<NodeSensitivity> ranked,
            BudgetSearch.Found found,
            DynamicSearch.Found dynamic,
            int trials) {
        Map<String, NodeSensitivity> nodes = new HashMap<>();
        ranked.forEach(node -> nodes.put(node.node(), node));
        List<LeftInFloat> left = new ArrayList<>();
        Map<String, String> inFloat = new LinkedHashMap<>();
        Map<String, String> asTheyCome = new LinkedHashMap<>();
        for (String name : found.left()) {
            NodeSensitivity node = Optional.ofNullable(nodes.get(name)).orElseThrow();
            Optional<Reached> without = Optional.ofNullable(found.without().get(name));
            boolean isDynamic = dynamic.asTheyCome().containsKey(name);
            left.add(new LeftInFloat(name, node.op(), node.macs(), without, isDynamic));
            (isDynamic ? asTheyCome : inFloat).put(name, detail(without));
        }
        QuantizationPlan plan = new PartialPlan(subject).without(inFloat, asTheyCome);
        return new BudgetResult(
                budget, found.isMet(), plan, before, dynamic.reached(), left, trials);
    }

    private static String detail(Optional<Reached> without) {
        return without.map(
                        reached ->
                                String.format(
                                        Locale.ROOT,
                                        "%.1f dB with it in integers",
                                        reached.sqnrDecibel()))
                .orElse("");
    }
}
