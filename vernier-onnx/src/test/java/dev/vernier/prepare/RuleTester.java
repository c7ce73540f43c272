package dev.vernier.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphRule;
import dev.vernier.graph.GraphText;
import dev.vernier.graph.Rules;
import java.util.List;

/** Runs one rule on one graph. */
record RuleTester(GraphRule rule) {

    Graph apply(Graph graph) {
        Rules.Result result = new Rules(List.of(rule)).applyTo(graph);
        assertThat(result.applied()).as("rules that fired").isNotEmpty();
        return result.graph();
    }

    /** Before and after are what the golden file of this rule and case says. */
    void rewrites(String caseName, Graph before) {
        Golden.assertMatches(
                rule.name() + "." + caseName,
                GraphText.of(before) + "\n->\n\n" + GraphText.of(apply(before)));
    }

    void doesNotFireOn(Graph graph) {
        Rules.Result result = new Rules(List.of(rule)).applyTo(graph);
        assertThat(result.applied()).isEmpty();
        assertThat(GraphText.of(result.graph())).isEqualTo(GraphText.of(graph));
    }
}
