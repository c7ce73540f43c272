package dev.vernier.improve;

import dev.vernier.graph.Graph;
import dev.vernier.plan.QuantizationPlan;

/**
 * A float graph and how it is to be quantized: what every step takes and gives.
 *
 * @param graph computes the same function as the model that was read, up to rounding and what a
 *     step corrects
 * @param plan speaks of the nodes and values of this graph
 */
public record Candidate(Graph graph, QuantizationPlan plan) {

    public Candidate withGraph(Graph newGraph) {
        return new Candidate(newGraph, plan);
    }

    public Candidate withPlan(QuantizationPlan newPlan) {
        return new Candidate(graph, newPlan);
    }
}
