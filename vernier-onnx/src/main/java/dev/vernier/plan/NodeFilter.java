package dev.vernier.plan;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Picks nodes of a graph. */
public sealed interface NodeFilter {

    /**
     * The nodes it picks, in the order of the graph, bodies last; with a node, those in its bodies.
     */
    Set<Node> pick(Graph graph);

    /** The node of this name. */
    record ByName(String name) implements NodeFilter {
        @Override
        public Set<Node> pick(Graph graph) {
            return pickAll(graph, node -> node.name().equals(name));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** All nodes of an operator, such as {@code Conv} or {@code com.microsoft.FusedMatMul}. */
    record ByType(String operator) implements NodeFilter {
        @Override
        public Set<Node> pick(Graph graph) {
            return pickAll(graph, node -> node.op().toString().equals(operator));
        }

        @Override
        public String toString() {
            return operator;
        }
    }

    /** All nodes in whose name a regular expression finds something. */
    record ByPattern(Pattern pattern) implements NodeFilter {
        @Override
        public Set<Node> pick(Graph graph) {
            return pickAll(graph, node -> pattern.matcher(node.name()).find());
        }

        @Override
        public String toString() {
            return "/" + pattern + "/";
        }
    }

    /** The nodes of the main graph on any path from one node to another, both included. */
    record Between(String from, String to) implements NodeFilter {
        @Override
        public Set<Node> pick(Graph graph) {
            Set<Node> behind = new LinkedHashSet<>();
            for (Node node : graph.nodes()) {
                boolean reached =
                        node.inputs().stream()
                                .anyMatch(
                                        input ->
                                                graph.producer(input)
                                                        .filter(behind::contains)
                                                        .isPresent());
                if (reached || node.name().equals(from)) {
                    behind.add(node);
                }
            }
            Set<Node> before = new LinkedHashSet<>();
            List<Node> nodes = graph.nodes();
            for (int i = nodes.size() - 1; i >= 0; i--) {
                Node node = nodes.get(i);
                boolean reaches =
                        node.outputs().stream()
                                .flatMap(output -> graph.consumers(output).stream())
                                .anyMatch(before::contains);
                if (reaches || node.name().equals(to)) {
                    before.add(node);
                }
            }
            return pickAll(graph, node -> behind.contains(node) && before.contains(node));
        }

        @Override
        public String toString() {
            return from + ".." + to;
        }
    }

    /**
     * Reads {@code name}, {@code /regular expression/} or {@code from..to}.
     *
     * @throws SelectionException if the text is empty or no regular expression
     */
    static NodeFilter parse(String text) {
        if (text.isBlank()) {
            throw new SelectionException("node filter must be a name, /pattern/ or from..to");
        }
        if (text.length() > 2 && text.startsWith("/") && text.endsWith("/")) {
            try {
                return new ByPattern(Pattern.compile(text.substring(1, text.length() - 1)));
            } catch (PatternSyntaxException e) {
                throw new SelectionException(
                        "node filter must be a regular expression between slashes; "
                                + e.getDescription()
                                + ", filter="
                                + text);
            }
        }
        int dots = text.indexOf("..");
        return dots > 0 && dots + 2 < text.length()
                ? new Between(text.substring(0, dots), text.substring(dots + 2))
                : new ByName(text);
    }

    private static Set<Node> pickAll(Graph graph, Predicate<Node> wanted) {
        Set<Node> picked = new LinkedHashSet<>();
        for (Node node : graph.allNodes()) {
            if (picked.contains(node) || wanted.test(node)) {
                picked.add(node);
                node.subgraphs().forEach(body -> picked.addAll(body.nodes()));
            }
        }
        return picked;
    }
}
