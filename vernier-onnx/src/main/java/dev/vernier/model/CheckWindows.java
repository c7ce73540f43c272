package dev.vernier.model;

import dev.vernier.graph.Model;
import dev.vernier.graph.Node;
import java.util.List;

/**
 * Windows of convolutions and pools are at least one wide and move by at least one: native shape
 * inference divides by the step.
 */
final class CheckWindows implements ModelCheck {

    private static final List<String> POSITIVE = List.of("kernel_shape", "strides", "dilations");

    @Override
    public void check(Model model, List<GraphScope> graphs, Place file) {
        for (GraphScope scope : graphs) {
            for (Node node : scope.graph().nodes()) {
                if (node.op().isOnnx()) {
                    POSITIVE.forEach(name -> check(node, name, scope));
                }
            }
        }
    }

    private static void check(Node node, String name, GraphScope scope) {
        List<Long> values = node.ints(name).orElse(List.of());
        if (values.stream().anyMatch(value -> value < 1 || value > Integer.MAX_VALUE)) {
            throw scope.at(node)
                    .refuse(name + " must be 1 to " + Integer.MAX_VALUE + "; values=" + values);
        }
    }
}
