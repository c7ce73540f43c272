package dev.vernier.graph;

import java.util.Optional;

/**
 * One rewriting of a graph, looked for at one node.
 *
 * <p>A rule is stateless, unless its class doc says that one instance serves one graph. The class
 * doc says what it turns into what. It returns empty where it does not apply. Its name (verb and
 * object) is the name of its class.
 */
@FunctionalInterface
public interface GraphRule {

    /**
     * The change to make at {@code node}, if any.
     *
     * @param node a node of {@code graph}
     * @param graph the graph as it stands; never changed
     */
    Optional<GraphEdit> apply(Node node, Graph graph);

    /** The rule's name in logs and plans. */
    default String name() {
        return getClass().getSimpleName();
    }
}
