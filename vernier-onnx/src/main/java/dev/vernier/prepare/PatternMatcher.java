package dev.vernier.prepare;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import java.util.Optional;

/** Recognizes one kind of pattern from the node that gives it away. Stateless. */
@FunctionalInterface
interface PatternMatcher {

    /** The pattern around {@code anchor}, if it is the telling node of one. */
    Optional<Pattern> match(Node anchor, Graph graph);
}
