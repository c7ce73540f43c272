package dev.vernier.prepare;

import dev.vernier.graph.GraphRule;
import dev.vernier.graph.Model;
import dev.vernier.graph.Rules;
import java.util.List;

/** Runs rules in the order of their list, each until it fires no more, bodies included. */
final class ApplyRules implements ModelStep {

    private final Rules rules;

    ApplyRules(List<GraphRule> rules) {
        this.rules = new Rules(rules);
    }

    @Override
    public Prepared apply(Model model) {
        Rules.Result result = rules.applyTo(model.graph());
        return new Prepared(model.withGraph(result.graph()), result.applied(), List.of());
    }
}
