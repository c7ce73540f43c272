package dev.vernier.report;

import dev.vernier.evaluate.TensorComparison;
import dev.vernier.graph.Graph;
import dev.vernier.numeric.ErrorMeasures;
import dev.vernier.plan.NodeDecision;
import dev.vernier.plan.Reason;
import dev.vernier.report.CollapsedGraph.Collapsed;
import dev.vernier.sensitivity.BudgetResult;
import dev.vernier.sensitivity.LeftInFloat;
import dev.vernier.sensitivity.Shares;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How many dB the outputs lose by each layer in integers.
 *
 * <pre>
 * noise(layer)       = share(layer) Σ error² / Σ signal²       of its local error, measured
 * sensitivity(layer) = -10 log10(1 - noise(layer) / Σ noise)
 * </pre>
 *
 * <p>That is an estimate: errors are taken as independent, and {@link Shares} says how much of them
 * reaches an output. What a budget search left in float was measured there instead. A layer that is
 * the only one with an error has no sensitivity, since without it nothing would be lost.
 */
final class LayerSensitivities {

    static final String MEASURED = "measured";
    static final String ESTIMATED = "estimated";

    /** These pass on the integers of the layer before, and its error with them. */
    private static final Set<Reason> PASSING = EnumSet.of(Reason.MOVED, Reason.CLIPPED_BY_RANGE);

    /** What is known of one layer, in dB; {@code from} is one of the two words above. */
    record Loss(double decibel, String from) {}

    private final Graph quantized;
    private final Map<String, TensorComparison> comparisons;

    /**
     * @param comparisons by value; empty if inner values were not compared
     */
    LayerSensitivities(Graph quantized, Map<String, TensorComparison> comparisons) {
        this.quantized = quantized;
        this.comparisons = comparisons;
    }

    /** By node name; what is not known is left out. */
    Map<String, Loss> of(
            List<Collapsed> nodes,
            Map<String, NodeDecision> decisions,
            Optional<BudgetResult> budget) {
        Map<String, Double> noises = noises(nodes, decisions);
        double all = noises.values().stream().mapToDouble(Double::doubleValue).sum();
        Map<String, Loss> losses = new LinkedHashMap<>();
        noises.forEach(
                (node, noise) ->
                        Rounded.decibel(lost(noise, all))
                                .ifPresent(loss -> losses.put(node, new Loss(loss, ESTIMATED))));
        budget.ifPresent(found -> measured(found, losses));
        return losses;
    }

    private static double lost(double noise, double all) {
        return noise == 0 ? 0 : -10 * StrictMath.log10(1 - noise / all);
    }

    private Map<String, Double> noises(List<Collapsed> nodes, Map<String, NodeDecision> decisions) {
        Shares shares = new Shares(quantized, this::power);
        Map<String, Double> noises = new LinkedHashMap<>();
        for (Collapsed collapsed : nodes) {
            String node = collapsed.node().name();
            Optional<NodeDecision> decision = Optional.ofNullable(decisions.get(node));
            if (decision.filter(d -> d.isInteger() && !PASSING.contains(d.reason())).isPresent()) {
                collapsed.outputs().stream()
                        .findFirst()
                        .flatMap(value -> Optional.ofNullable(comparisons.get(value)))
                        .flatMap(TensorComparison::local)
                        .filter(local -> local.referenceSquared() > 0)
                        .ifPresent(local -> noises.put(node, shares.of(node) * noise(local)));
            }
        }
        return noises;
    }

    private static double noise(ErrorMeasures local) {
        return local.errorSquared() / local.referenceSquared();
    }

    /** Σ x² of a value or of that which it is the codes of, NaN if it was not seen. */
    private double power(String value) {
        Optional<String> at = Optional.of(value);
        while (at.isPresent()) {
            TensorComparison seen = comparisons.get(at.get());
            if (seen != null) {
                return seen.accumulated().referenceSquared();
            }
            at =
                    quantized
                            .producer(at.get())
                            .filter(CollapsedGraph::isPair)
                            .flatMap(pair -> pair.input(0));
        }
        return Double.NaN;
    }

    private static void measured(BudgetResult budget, Map<String, Loss> losses) {
        for (LeftInFloat left : budget.left()) {
            left.without()
                    .flatMap(
                            without ->
                                    Rounded.decibel(
                                            budget.after().sqnrDecibel() - without.sqnrDecibel()))
                    .ifPresent(loss -> losses.put(left.node(), new Loss(loss, MEASURED)));
        }
    }
}
