package dev.vernier.model;

import dev.vernier.graph.Model;
import dev.vernier.graph.Node;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Nodes of standard operators have the inputs that these always have: everything behind reads them
 * without asking.
 *
 * <pre>
 * y = MatMul(x): refused
 * </pre>
 *
 * <p>Counts places, not names: an input that is left out by an empty name is the affair of the
 * operator. The numbers are those of the ONNX operator schemas, all versions; operators that are
 * not listed are only known to read something.
 */
final class CheckOperands implements ModelCheck {

    private static final Set<String> READ_NOTHING =
            Set.of(
                    "Constant",
                    "Optional",
                    "OptionalHasElement",
                    "RandomNormal",
                    "RandomUniform",
                    "SequenceEmpty");

    private static final Map<String, Integer> FEWEST =
            Map.ofEntries(
                    Map.entry("Add", 2),
                    Map.entry("BatchNormalization", 5),
                    Map.entry("Conv", 2),
                    Map.entry("ConvTranspose", 2),
                    Map.entry("Div", 2),
                    Map.entry("GRU", 3),
                    Map.entry("Gather", 2),
                    Map.entry("Gemm", 2),
                    Map.entry("LSTM", 3),
                    Map.entry("MatMul", 2),
                    Map.entry("Mul", 2),
                    Map.entry("Pow", 2),
                    Map.entry("RNN", 3),
                    Map.entry("Sub", 2),
                    Map.entry("Where", 3));

    @Override
    public void check(Model model, List<GraphScope> graphs, Place file) {
        for (GraphScope scope : graphs) {
            for (Node node : scope.graph().nodes()) {
                int fewest = fewest(node);
                if (node.inputs().size() < fewest) {
                    throw scope.at(node)
                            .refuse(
                                    "%s must have at least %d inputs; inputs=%s"
                                            .formatted(node.op(), fewest, node.inputs()));
                }
            }
        }
    }

    private static int fewest(Node node) {
        String operator = node.op().name();
        if (!node.op().isOnnx() || READ_NOTHING.contains(operator)) {
            return 0;
        }
        return FEWEST.getOrDefault(operator, 1);
    }
}
