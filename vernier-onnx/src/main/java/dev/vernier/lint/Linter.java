package dev.vernier.lint;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Scopes;
import dev.vernier.target.Target;
import java.util.ArrayList;
import java.util.List;

/** Holds all rules against a graph. Deterministic; thread-safe. */
public final class Linter {

    /** What is refused first, then what is slow or less accurate. */
    private static final List<LintRule> RULES =
            List.of(
                    new ScaleValue(),
                    new PerChannelOpset(),
                    new PerChannelLength(),
                    new ZeroPointNotZero(),
                    new RejectedType(),
                    new RejectedOperator(),
                    new SaturatingWeights(),
                    new PerChannelAxis(),
                    new UnfusedProduct(),
                    new UnfusedOperator(),
                    new WideValue(),
                    new PairBeforeSum(),
                    new ConcatScales(),
                    new WidenedTable(),
                    new FloatWeightPair(),
                    new DoubleQuantization());

    private Linter() {}

    /** What is wrong with a graph and its bodies for a target; empty if nothing is. */
    public static List<Finding> lint(Graph graph, Target target) {
        List<LintedModel> scopes =
                Scopes.of(graph).graphs().stream()
                        .map(scope -> new LintedModel(scope, target))
                        .toList();
        List<Finding> findings = new ArrayList<>();
        for (LintRule rule : RULES) {
            for (Problem problem : scopes.stream().flatMap(s -> rule.check(s).stream()).toList()) {
                findings.add(
                        new Finding(
                                rule.id(),
                                rule.severity(),
                                problem.node().label(),
                                problem.node().op().toString(),
                                problem.why(),
                                rule.fix()));
            }
        }
        return findings;
    }
}
