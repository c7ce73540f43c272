package dev.vernier.report;

import dev.vernier.QuantizationResult;
import dev.vernier.evaluate.TensorComparison;
import dev.vernier.graph.Graph;
import dev.vernier.numeric.ErrorMeasures;
import dev.vernier.numeric.LinearScheme;
import dev.vernier.plan.ActivationPlan;
import dev.vernier.plan.NodeDecision;
import dev.vernier.plan.QuantizationPlan;
import dev.vernier.plan.WeightPlan;
import dev.vernier.report.CollapsedGraph.Collapsed;
import dev.vernier.report.Layer.Activation;
import dev.vernier.report.Layer.Distribution;
import dev.vernier.report.Layer.Weight;
import dev.vernier.report.LayerSensitivities.Loss;
import dev.vernier.sensitivity.BudgetResult;
import dev.vernier.statistics.StatisticsFile;
import dev.vernier.statistics.TensorStatistics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts together what is known of each node of a quantized model. */
final class Layers {

    /** Groups of channels that a drawing of a weight has at most. */
    private static final int CHANNEL_GROUPS = 48;

    private final QuantizationPlan plan;
    private final Optional<StatisticsFile> statistics;
    private final Distributions distributions;
    private final Map<String, NodeDecision> decisions = new LinkedHashMap<>();
    private final Map<String, TensorComparison> comparisons = new LinkedHashMap<>();
    private final Map<String, Long> macs;
    private final Optional<BudgetResult> budget;

    /**
     * @param tensors inner values of both models, compared
     */
    Layers(QuantizationResult result, LinearScheme activations, List<TensorComparison> tensors) {
        this.plan = result.plan();
        this.statistics = result.statistics();
        this.macs = result.evaluation().integerShare().perNode();
        this.budget = result.budget();
        this.distributions = new Distributions(activations);
        plan.nodes().forEach(decision -> decisions.put(decision.node(), decision));
        tensors.forEach(tensor -> comparisons.put(tensor.tensor(), tensor));
    }

    List<Layer> of(Graph quantized) {
        List<Layer> layers = new ArrayList<>();
        List<Collapsed> nodes = new CollapsedGraph(quantized, plan).nodes();
        Map<String, Loss> losses =
                new LayerSensitivities(quantized, comparisons).of(nodes, decisions, budget);
        for (Collapsed node : nodes) {
            layers.add(layer(node, Optional.ofNullable(losses.get(node.node().name()))));
        }
        return layers;
    }

    private Layer layer(Collapsed collapsed, Optional<Loss> loss) {
        String name = collapsed.node().name();
        Optional<NodeDecision> decision = Optional.ofNullable(decisions.get(name));
        String tensor = collapsed.outputs().isEmpty() ? "" : collapsed.outputs().get(0);
        Optional<TensorComparison> measured = Optional.ofNullable(comparisons.get(tensor));
        Optional<ErrorMeasures> own = measured.flatMap(TensorComparison::local);
        Optional<TensorStatistics> seen = statistics.flatMap(file -> file.tensor(tensor));
        Optional<ActivationPlan> activation = Optional.ofNullable(plan.activations().get(tensor));
        return new Layer(
                name,
                collapsed.node().op().toString(),
                decision.map(NodeDecision::isInteger).orElse(false),
                decision.map(d -> d.reason().id()).orElse(""),
                decision.map(Layers::why).orElse("added by a rewriting step"),
                tensor,
                collapsed.inputs(),
                collapsed.outputs(),
                collapsed.quantizedInputs(),
                measured.map(TensorComparison::shape).orElse(List.of()),
                Optional.ofNullable(macs.get(name)),
                own.flatMap(m -> Rounded.decibel(m.signalToNoise())),
                measured.flatMap(m -> Rounded.decibel(m.accumulated().signalToNoise())),
                measured.map(m -> m.accumulated().errorSquared() == 0).orElse(false),
                loss.map(Loss::decibel),
                loss.map(Loss::from),
                activation.map(each -> activation(each, seen)),
                distribution(activation, seen),
                Optional.ofNullable(plan.weights().get(name)).map(Layers::weight));
    }

    private static String why(NodeDecision decision) {
        return decision.detail().isEmpty()
                ? decision.reason().sentence()
                : decision.reason().sentence() + ": " + decision.detail();
    }

    private Optional<Distribution> distribution(
            Optional<ActivationPlan> activation, Optional<TensorStatistics> seen) {
        return seen.flatMap(s -> distributions.of(s, activation.map(ActivationPlan::range)));
    }

    private static Activation activation(ActivationPlan plan, Optional<TensorStatistics> seen) {
        return new Activation(
                plan.parameters().type().toString(),
                Rounded.of(plan.parameters().scale()),
                plan.parameters().zeroPoint(),
                Rounded.of(plan.parameters().representable().min()),
                Rounded.of(plan.parameters().representable().max()),
                plan.calibrator(),
                seen.map(
                        s ->
                                Rounded.of(
                                        Distributions.clipped(
                                                s,
                                                plan.parameters().representable().min(),
                                                plan.parameters().representable().max()))));
    }

    private static Weight weight(WeightPlan plan) {
        int channels = plan.scales().size();
        int groups = Math.min(channels, CHANNEL_GROUPS);
        List<Double> smallest = new ArrayList<>();
        List<Double> largest = new ArrayList<>();
        for (int group = 0; group < groups; group++) {
            double low = Double.POSITIVE_INFINITY;
            double high = 0;
            int end = (int) ((group + 1L) * channels / groups);
            for (int channel = (int) ((long) group * channels / groups); channel < end; channel++) {
                double magnitude = plan.scales().get(channel) * (double) plan.type().max();
                low = Math.min(low, magnitude);
                high = Math.max(high, magnitude);
            }
            smallest.add(Rounded.of(low));
            largest.add(Rounded.of(high));
        }
        return new Weight(plan.tensor(), plan.type().toString(), channels, smallest, largest);
    }
}
