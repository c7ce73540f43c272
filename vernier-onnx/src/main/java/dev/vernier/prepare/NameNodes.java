package dev.vernier.prepare;

import dev.vernier.graph.Bodies;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.Node;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Gives every node, bodies included, a name that no other node has, for plans and messages to call
 * it by:
 *
 * <pre>
 * [] y = Relu(x);  [a] z = Neg(y);  [a] u = Abs(z)
 *   -> [Relu_y] y = Relu(x);  [a] z = Neg(y);  [a_1] u = Abs(z)
 * </pre>
 *
 * <p>The first node of a name keeps it, outer before inner. A node without a name is called after
 * its operator and first output, so that its name survives changes elsewhere in the graph.
 */
final class NameNodes implements ModelStep {

    private static final int SHOWN = 10;

    @Override
    public Prepared apply(Model model) {
        Naming naming = new Naming(model.graph());
        Graph named = naming.name(model.graph());
        return named == model.graph()
                ? Prepared.of(model)
                : Prepared.of(model.withGraph(named), naming.notes());
    }

    /** The names in use while one model is being named. */
    private static final class Naming {

        private final Set<String> original = new HashSet<>();
        private final Set<String> given = new HashSet<>();
        private final List<String> renamed = new ArrayList<>();
        private final List<String> nameless = new ArrayList<>();

        Naming(Graph graph) {
            graph.allNodes().forEach(node -> original.add(node.name()));
        }

        Graph name(Graph graph) {
            List<Node> nodes = new ArrayList<>();
            for (Node node : graph.nodes()) {
                boolean keeps = !node.name().isEmpty() && given.add(node.name());
                nodes.add(keeps ? node : node.withName(nameFor(node)));
            }
            nodes.replaceAll(node -> Bodies.map(node, this::name));
            return nodes.equals(graph.nodes()) ? graph : graph.toBuilder().nodes(nodes).build();
        }

        private String nameFor(Node node) {
            if (!node.name().isEmpty()) {
                String name = free(node.name());
                renamed.add(node.name() + " -> " + name);
                return name;
            }
            String name = free(node.op().name() + "_" + firstOutput(node));
            nameless.add(name);
            return name;
        }

        private String free(String wish) {
            String name = wish;
            for (int i = 1; original.contains(name) || !given.add(name); i++) {
                name = wish + "_" + i;
            }
            return name;
        }

        private static String firstOutput(Node node) {
            return node.outputs().stream().filter(o -> !o.isEmpty()).findFirst().orElse("");
        }

        List<String> notes() {
            List<String> notes = new ArrayList<>();
            note(notes, "nodes that shared a name got their own", renamed);
            note(notes, "nodes without a name got one", nameless);
            return notes;
        }

        private static void note(List<String> notes, String what, List<String> nodes) {
            if (!nodes.isEmpty()) {
                notes.add(
                        "%s; nodes=%d: %s%s"
                                .formatted(
                                        what,
                                        nodes.size(),
                                        nodes.stream()
                                                .limit(SHOWN)
                                                .collect(Collectors.joining(", ")),
                                        nodes.size() > SHOWN ? ", ..." : ""));
            }
        }
    }
}
