package dev.vernier.model;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.Node;
import java.util.List;
import java.util.Optional;

/** Every value that is read is produced: in the same graph or, for a subgraph, in one around it. */
final class CheckReads implements ModelCheck {

    @Override
    public void check(Model model, List<GraphScope> graphs, Place file) {
        for (GraphScope scope : graphs) {
            Optional<String> dangling = scope.graph().captured().stream().findFirst();
            if (scope.depth() == 1 && dangling.isPresent()) {
                throw refusal(dangling.get(), scope);
            }
        }
    }

    /** Walks down to where the value is read, at most as deep as graphs are nested. */
    private static RuntimeException refusal(String value, GraphScope outermost) {
        GraphScope scope = outermost;
        while (true) {
            List<Node> readers = scope.graph().consumers(value);
            if (readers.isEmpty()) {
                return scope.place().refuse("graph output must be produced; output=" + value);
            }
            Node reader = readers.get(0);
            if (reader.inputs().contains(value)) {
                return scope.at(reader)
                        .refuse(
                                "input must be produced by a node, an initializer or a graph input;"
                                        + " position="
                                        + reader.inputs().indexOf(value)
                                        + ", input="
                                        + value);
            }
            Graph body =
                    reader.subgraphs()
                            .filter(graph -> graph.captured().contains(value))
                            .findFirst()
                            .orElseThrow();
            Place place = scope.at(reader).in("graph", body.name());
            scope = new GraphScope(body, place, scope.depth() + 1);
        }
    }
}
