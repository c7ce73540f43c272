package dev.vernier.model;

import dev.vernier.graph.Model;
import dev.vernier.graph.NodeOrder;
import java.util.List;

/** No value depends on itself. The order of the nodes in the file does not matter. */
final class CheckCycles implements ModelCheck {

    @Override
    public void check(Model model, List<GraphScope> graphs, Place file) {
        for (GraphScope scope : graphs) {
            try {
                NodeOrder.sort(scope.graph().nodes());
            } catch (IllegalArgumentException e) {
                throw scope.place().refuse(String.valueOf(e.getMessage()));
            }
        }
    }
}
