package dev.vernier.plan;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.graph.Scopes;
import dev.vernier.numeric.Range;
import dev.vernier.target.OperatorRole;
import dev.vernier.target.Target;
import java.util.Optional;

/** The values whose range is not for anybody to choose: what a curve with two flat ends gives. */
final class SaturatingResults {

    /** Where the ends are, so that rounding clamps there, whatever samples reached. */
    static final Range RANGE = new Range(0, 1);

    private SaturatingResults() {}

    /** Whether a value is one of them. */
    static boolean are(String value, Scopes scopes, Target target) {
        Optional<Graph> scope = scopes.defining(value);
        Optional<Node> writer = scope.flatMap(graph -> graph.producer(value));
        return writer.flatMap(target::role)
                .filter(role -> role instanceof OperatorRole.Saturating)
                .isPresent();
    }
}
