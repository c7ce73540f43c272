package dev.vernier.rewrite;

import dev.vernier.graph.Graph;
import dev.vernier.plan.QuantizationPlan;

/** One kind of change that a plan asks for, made wherever it asks for it. */
interface RewriteRule {

    Graph apply(Graph graph, QuantizationPlan plan);
}
