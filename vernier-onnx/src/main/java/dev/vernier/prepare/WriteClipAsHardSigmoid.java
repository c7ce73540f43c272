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

    /**
     * What is clipped to [0, upper].
     *
     * @param sum adds {@code shift} to the value
     */
    private record Line(Node clip, float upper, Node sum, float shift) {

        /** The curve of the value, under a name for what it gives. */
        Node curve(String output, Graph graph) {
            String first = sum.inputs().get(0);
            String value = graph.constant(first).isPresent() ? sum.inputs().get(1) : first;
            return WriteHardSwishAsProduct.hardSigmoid(
                    value, 1 / upper, shift / upper, output, Names.of(graph));
        }
    }

    @Override
    public Optional<GraphEdit> apply(Node node, Graph graph) {
        Optional<Line> line = line(node, graph);
        Optional<Node> reader = line.flatMap(found -> graph.onlyConsumer(node.output()));
        if (line.isEmpty() || reader.isEmpty()) {
            return Optional.empty();
        }
        return isQuotient(reader.get(), node.output(), line.get().upper(), graph)
                ? Optional.of(bare(line.get(), reader.get(), graph))
                : gated(line.get(), reader.get(), graph);
    }

    private static Optional<Line> line(Node clip, Graph graph) {
        boolean fromZero =
                clip.is("Clip") && scalar(clip, LOWER, graph).filter(low -> low == 0).isPresent();
        Optional<Float> upper =
                scalar(clip, UPPER, graph).filter(bound -> bound >= Float.MIN_NORMAL);
        if (!fromZero || upper.isEmpty()) {
            return Optional.empty();
        }
        return before(clip, graph)
                .flatMap(
                        sum ->
                                scalar(sum, 0, graph)
                                        .or(() -> scalar(sum, 1, graph))
                                        .filter(shift -> Float.isFinite(shift / upper.get()))
                                        .map(shift -> new Line(clip, upper.get(), sum, shift)));
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

    private static GraphEdit bare(Line line, Node quotient, Graph graph) {
        return new GraphEdit()
                .remove(line.sum())
                .remove(line.clip())
                .replace(quotient, line.curve(quotient.output(), graph));
    }

    /** Where another value is multiplied before the division. */
    private static Optional<GraphEdit> gated(Line line, Node product, Graph graph) {
        return graph.onlyConsumer(product.output())
                .filter(last -> isProduct(product, graph))
                .filter(last -> isQuotient(last, product.output(), line.upper(), graph))
                .map(
                        quotient ->
                                new GraphEdit()
                                        .remove(line.sum())
                                        .replace(
                                                line.clip(),
                                                line.curve(line.clip().output(), graph))
                                        .replace(product, product.withOutputs(quotient.outputs()))
                                        .remove(quotient));
    }
}
