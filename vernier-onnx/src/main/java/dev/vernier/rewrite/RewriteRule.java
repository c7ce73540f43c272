package dev.vernier.rewrite;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Names;
import dev.vernier.plan.QuantizationPlan;

/** One kind of change that a plan asks for, made wherever it asks for it. */
interface RewriteRule {

    /**
     * The graph with what the plan asks for; a body of the model is a graph of its own.
     *
     * @param names what is free in the whole model
     */
    Graph apply(Graph graph, QuantizationPlan plan, Names names);
}
