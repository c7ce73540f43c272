package dev.vernier.model;

import dev.vernier.graph.Model;
import dev.vernier.graph.Node;
import dev.vernier.graph.OpType;
import dev.vernier.graph.Opsets;
import java.util.List;
import java.util.Map;

/**
 * Every operator is of an operator set that is imported, in one version, which is positive.
 *
 * <p>Models before IR version 3 import nothing and mean version 1.
 */
final class CheckOpsets implements ModelCheck {

    private static final long IMPORTS_IR = 3;

    @Override
    public void check(Model model, List<GraphScope> graphs, Place file) {
        for (GraphScope scope : graphs) {
            if (scope.depth() == 1) {
                checkVersions(scope.graph().opsets(), scope.place());
            }
            if (model.irVersion() >= IMPORTS_IR) {
                scope.graph().nodes().forEach(node -> checkImport(node, scope));
            }
        }
    }

    private static void checkVersions(Opsets opsets, Place place) {
        for (Map.Entry<String, Long> entry : opsets.versions().entrySet()) {
            boolean other = OpsetCodec.isOnnx(entry.getKey()) && opsets.onnx() != entry.getValue();
            if (entry.getValue() < 1 || other) {
                throw place.refuse(
                        "operator set must be imported in one positive version; domain="
                                + entry.getKey()
                                + ", version="
                                + entry.getValue()
                                + (other ? " and " + opsets.onnx() : ""));
            }
        }
    }

    private static void checkImport(Node node, GraphScope scope) {
        Map<String, Long> versions = scope.graph().opsets().versions();
        OpType op = node.op();
        boolean imported =
                op.isOnnx()
                        ? versions.keySet().stream().anyMatch(OpsetCodec::isOnnx)
                        : versions.containsKey(op.domain());
        if (!imported) {
            throw scope.at(node)
                    .refuse(
                            "operator set must be imported; operator="
                                    + op
                                    + ", domain="
                                    + op.domain()
                                    + ", imported="
                                    + versions.keySet());
        }
    }
}
