package dev.vernier.prepare;

import dev.vernier.graph.Attribute;
import dev.vernier.graph.Extras;
import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphEdit;
import dev.vernier.graph.GraphRule;
import dev.vernier.graph.Names;
import dev.vernier.graph.Node;
import dev.vernier.graph.OpType;
import java.util.List;
import java.util.Optional;

/**
 * Writes a HardSwish as the function that ONNX defines it by, whose operators have integer forms:
 *
 * <pre>
 * y = HardSwish(x)  ->  g = HardSigmoid(x) {alpha=1/6, beta=1/2};  y = Mul(x, g)
 * </pre>
 *
 * <p>ONNX Runtime 1.29 has no kernel for it and does the same when it loads a model. Source:
 * HardSwish-14.
 */
final class WriteHardSwishAsProduct implements GraphRule {

    private static final float SLOPE = 1 / 6f;
    private static final float MIDDLE = 0.5f;

    @Override
    public Optional<GraphEdit> apply(Node node, Graph graph) {
        if (!node.is("HardSwish")) {
            return Optional.empty();
        }
        Names names = Names.of(graph);
        String value = node.inputs().get(0);
        String gate = names.fresh(node.output() + "_gate");
        return Optional.of(
                new GraphEdit()
                        .add(hardSigmoid(value, SLOPE, MIDDLE, gate, names))
                        .replace(
                                node,
                                Node.of(node.name(), "Mul", List.of(value, gate), node.outputs())));
    }

    static Node hardSigmoid(String value, float slope, float middle, String output, Names names) {
        return new Node(
                names.fresh(output + "_HardSigmoid"),
                OpType.onnx("HardSigmoid"),
                List.of(value),
                List.of(output),
                List.of(Attribute.of("alpha", slope), Attribute.of("beta", middle)),
                Extras.NONE);
    }
}
