package dev.vernier.prepare;

import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphEdit;
import dev.vernier.graph.GraphRule;
import dev.vernier.graph.Node;
import dev.vernier.graph.Tensor;
import dev.vernier.model.Weights;
import java.util.Optional;

/**
 * Folds arithmetic with one constant a channel into the Conv, ConvTranspose or Gemm before it:
 *
 * <pre>
 * y = Add(Conv(x, W, b), s)  ->  y = Conv(x, W, b + s)        s: [C,1,1] or a single number
 * y = Mul(Conv(x, W, b), k)  ->  y = Conv(x, k W, k b)        Sub and Div by a constant likewise
 * </pre>
 *
 * <p>Does not fire when the first node has another consumer, when the constant varies along another
 * axis than the channels' or widens the result, nor where a folded value would not be finite.
 *
 * <p>Source: ONNX operators Add, Sub, Mul, Div from version 7 on (multidirectional broadcasting).
 */
final class FoldChannelArithmetic implements GraphRule {

    @Override
    public Optional<GraphEdit> apply(Node node, Graph graph) {
        boolean commutes = node.is("Add") || node.is("Mul");
        if ((!commutes && !node.is("Sub") && !node.is("Div")) || graph.opsets().onnx() < 7) {
            return Optional.empty();
        }
        Optional<GraphEdit> edit = fold(node, 0, 1, graph);
        return edit.isEmpty() && commutes ? fold(node, 1, 0, graph) : edit;
    }

    private static Optional<GraphEdit> fold(Node node, int value, int operand, Graph graph) {
        Optional<Tensor> constant =
                graph.constantInput(node, operand).filter(t -> t.type() == ElementType.FLOAT);
        if (constant.isEmpty()) {
            return Optional.empty();
        }
        return WeightedNode.feeding(node.inputs().get(value), node, graph)
                .filter(weighted -> isOneAChannel(constant.get(), weighted))
                .flatMap(
                        weighted ->
                                weighted.absorb(
                                        affine(node, weighted.channels(), constant.get()),
                                        node,
                                        graph));
    }

    /** All axes of length 1 but the channels', which is second in the weighted node's output. */
    private static boolean isOneAChannel(Tensor constant, WeightedNode weighted) {
        int channelAxis = constant.rank() - weighted.rank() + 1;
        for (int axis = 0; axis < constant.rank(); axis++) {
            long length = constant.dimensions().get(axis);
            if (length != 1 && (axis != channelAxis || length != weighted.channels())) {
                return false;
            }
        }
        return constant.rank() <= weighted.rank();
    }

    private static Affine affine(Node node, int channels, Tensor constant) {
        float[] values = Weights.floats(constant);
        double sign = node.is("Sub") ? -1 : 1;
        if (node.is("Add") || node.is("Sub")) {
            return Affine.of(channels, c -> 1, c -> sign * at(values, c));
        }
        return Affine.of(
                channels, c -> node.is("Mul") ? at(values, c) : 1.0 / at(values, c), c -> 0);
    }

    private static double at(float[] values, int channel) {
        return values[values.length == 1 ? 0 : channel];
    }
}
