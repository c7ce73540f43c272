package dev.vernier;

import dev.vernier.graph.Graph;
import dev.vernier.improve.Improved;
import dev.vernier.plan.QuantizationPlan;
import dev.vernier.sensitivity.BudgetResult;
import java.util.Optional;

/**
 * A plan after all that was done for its accuracy.
 *
 * @param improved graph and plan to be written, and what each step came to
 * @param budget what came of a search for nodes to leave in float, if there was one
 */
record Refined(Improved improved, Optional<BudgetResult> budget) {

    Graph graph() {
        return improved.candidate().graph();
    }

    QuantizationPlan plan() {
        return improved.candidate().plan();
    }
}
