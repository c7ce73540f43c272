package dev.vernier.prepare;

import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphEdit;
import dev.vernier.graph.GraphRule;
import dev.vernier.graph.Names;
import dev.vernier.graph.Node;
import dev.vernier.graph.Tensor;
import dev.vernier.model.Weights;
import java.util.Optional;

/**
 * Writes a bounded line, spelled in three operators, as the one that it is:
 *
 * <pre>
 * Clip(x + b, 0, c) / c      ->  HardSigmoid(x) {alpha=1/c, beta=b/c}
 * y * Clip(x + b, 0, c) / c  ->  y * HardSigmoid(x) {alpha=1/c, beta=b/c}
 * </pre>
 *
 * <p>Frameworks export HardSwish and the gates of squeeze-and-excitation like this for operator
 * sets below 14. Does not fire where a value between is read elsewhere, nor where the divisor is
 * another than c. Source: HardSigmoid-6, Clip-11.
 */
final class WriteClipAsHardSigmoid implements GraphRule {

    private static final int LOWER = 1;
    private static final int UPPER = 2;
    private static final double NEAR = 1e-6;

    @Override
    public Optional<GraphEdit> apply(Node node, Graph graph) {
        Optional<Float> upper = scalar(node, UPPER, graph);
        Optional<Node> sum = before(node, graph);
        boolean bounds =
                node.is("Clip")
                        && scalar(node, LOWER, graph).filter(lower -> lower == 0).isPresent()
                        && upper.filter(bound -> bound > 0 && bound <= Float.MAX_VALUE).isPresent();
        if (!bounds || sum.isEmpty()) {
            return Optional.empty();
        }
        Optional<Float> shift = scalar(sum.get(), 0, graph).or(() -> scalar(sum.get(), 1, graph));
        Optional<Node> reader = graph.onlyConsumer(node.output());
        if (shift.isEmpty() || reader.isEmpty()) {
            return Optional.empty();
        }
        if (isQuotient(reader.get(), node.output(), upper.get(), graph)) {
            return Optional.of(
                    curve(node, sum.get(), upper.get(), shift.get(), reader.get(), graph));
        }
        return graph.onlyConsumer(reader.get().output())
                .filter(last -> isProduct(reader.get(), graph))
                .filter(last -> isQuotient(last, reader.get().output(), upper.get(), graph))
                .map(
                        last ->
                                gated(
                                        node,
                                        sum.get(),
                                        upper.get(),
                                        shift.get(),
                                        reader.get(),
                                        last,
                                        graph));
    }

    /** The Add that only the Clip reads. */
    private static Optional<Node> before(Node clip, Graph graph) {
        return clip.inputs().stream()
                .findFirst()
                .flatMap(graph::producer)
                .filter(node -> node.is("Add"))
                .filter(node -> graph.onlyConsumer(node.output()).isPresent());
    }

    private static Optional<Float> scalar(Node node, int input, Graph graph) {
        return graph.constantInput(node, input)
                .filter(tensor -> tensor.elements() == 1 && tensor.rank() <= 1)
                .filter(tensor -> tensor.type().isFloat())
                .map(WriteClipAsHardSigmoid::onlyElement);
    }

    private static float onlyElement(Tensor tensor) {
        return Weights.floats(tensor)[0];
    }

    /** Whether a node divides a value by a number, or multiplies it by one over it. */
    private static boolean isQuotient(Node node, String value, float divisor, Graph graph) {
        if (node.is("Div") && node.inputs().get(0).equals(value)) {
            return scalar(node, 1, graph).filter(by -> isNear(by / (double) divisor)).isPresent();
        }
        return node.is("Mul")
                && scalar(node, 0, graph)
                        .or(() -> scalar(node, 1, graph))
                        .filter(by -> isNear(by * (double) divisor))
                        .isPresent();
    }

    private static boolean isNear(double ratio) {
        return Math.abs(ratio - 1) <= NEAR;
    }

    private static boolean isProduct(Node node, Graph graph) {
        return node.is("Mul")
                && node.inputs().stream().noneMatch(value -> graph.constant(value).isPresent());
    }

    private static GraphEdit curve(
            Node clip, Node sum, float upper, float shift, Node quotient, Graph graph) {
        return new GraphEdit()
                .remove(sum)
                .remove(clip)
                .replace(quotient, hardSigmoid(sum, upper, shift, quotient.output(), graph));
    }

    private static GraphEdit gated(
            Node clip,
            Node sum,
            float upper,
            float shift,
            Node product,
            Node quotient,
            Graph graph) {
        return new GraphEdit()
                .remove(sum)
                .replace(clip, hardSigmoid(sum, upper, shift, clip.output(), graph))
                .replace(product, product.withOutputs(quotient.outputs()))
                .remove(quotient);
    }

    private static Node hardSigmoid(
            Node sum, float upper, float shift, String output, Graph graph) {
        String value = sum.inputs().get(graph.constant(sum.inputs().get(0)).isPresent() ? 1 : 0);
        return WriteHardSwishAsProduct.hardSigmoid(
                value, 1 / upper, shift / upper, output, Names.of(graph));
    }
}
