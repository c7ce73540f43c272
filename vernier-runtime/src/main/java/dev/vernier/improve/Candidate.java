package dev.vernier.improve;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Scopes;
import dev.vernier.graph.Tensor;
import dev.vernier.plan.ActivationPlan;
import dev.vernier.plan.QuantizationPlan;
import dev.vernier.plan.WeightPlan;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A float graph and how it is to be quantized: what every step takes and gives.
 *
 * @param graph computes the same function as the model that was read, up to rounding and what a
 *     step corrects
 * @param plan speaks of the nodes and values of this graph
 */
public record Candidate(Graph graph, QuantizationPlan plan) {

    /** The same with other values of a constant of the graph or of a body. */
    Candidate withConstant(Tensor constant) {
        return withGraph(Scopes.withConstant(graph, constant));
    }

    /** The same with other ranges of some values. */
    Candidate withActivations(Collection<ActivationPlan> newActivations) {
        Map<String, ActivationPlan> activations = new LinkedHashMap<>(plan.activations());
        newActivations.forEach(each -> activations.put(each.value(), each));
        return withPlan(plan.withActivations(activations));
    }

    /** The same with other scales of a weight. */
    Candidate withWeight(WeightPlan weight) {
        Map<String, WeightPlan> weights = new LinkedHashMap<>(plan.weights());
        weights.put(weight.node(), weight);
        return withPlan(plan.withWeights(weights));
    }

    public Candidate withGraph(Graph newGraph) {
        return new Candidate(newGraph, plan);
    }

    public Candidate withPlan(QuantizationPlan newPlan) {
        return new Candidate(graph, newPlan);
    }
}
