package dev.vernier.plan;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.graph.Tensor;
import dev.vernier.model.Weights;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds products whose results are squared, as the power of a spectrum is computed:
 *
 * <pre>
 * Conv -> Slice -> Pow(2) -> Add -> Sqrt
 * </pre>
 *
 * <p>The loudest frequency sets the scale of eight bits, in which the quiet ones vanish; float
 * keeps them. Between product and square, values may be moved and selected.
 */
final class SquaredResults {

    private static final Set<String> MOVES =
            Set.of(
                    "Slice",
                    "Split",
                    "Transpose",
                    "Reshape",
                    "Squeeze",
                    "Unsqueeze",
                    "Gather",
                    "Identity");

    private SquaredResults() {}

    /** Whether all that reads the value squares it, and something does. */
    static boolean isSquared(String value, Graph graph) {
        List<Node> readers = graph.consumers(value);
        return !readers.isEmpty()
                && !graph.isOutput(value)
                && readers.stream().allMatch(reader -> squares(reader, value, graph));
    }

    private static boolean squares(Node reader, String value, Graph graph) {
        if (!reader.op().isOnnx() || !reader.inputs().get(0).equals(value)) {
            return false;
        }
        if (MOVES.contains(reader.op().name())) {
            return reader.outputs().stream()
                    .allMatch(output -> output.isEmpty() || isSquared(output, graph));
        }
        if (reader.is("Mul")) {
            return reader.inputs().get(1).equals(value);
        }
        Optional<Tensor> exponent = graph.constantInput(reader, 1).filter(e -> e.elements() == 1);
        return reader.is("Pow")
                && exponent.filter(e -> e.type().isFloat())
                        .filter(e -> Weights.floats(e)[0] == 2f)
                        .isPresent();
    }
}
