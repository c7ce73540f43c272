package dev.vernier.prepare;

import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphEdit;
import dev.vernier.graph.GraphRule;
import dev.vernier.graph.Node;
import dev.vernier.graph.Tensor;
import dev.vernier.model.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Folds a BatchNormalization into the Conv, ConvTranspose or Gemm before it:
 *
 * <pre>
 * y = BatchNormalization(Conv(x, W, b), gamma, beta, mean, var)
 *   -> y = Conv(x, W', b')   with  k[c] = gamma[c] / sqrt(var[c] + epsilon)
 *                                  W'[c] = k[c] W[c],  b'[c] = k[c] (b[c] - mean[c]) + beta[c]
 * </pre>
 *
 * <p>Does not fire when the first node has another consumer, when a parameter is not constant, in
 * training mode, or where a folded value would not be finite.
 *
 * <p>Source: ONNX operators BatchNormalization-1 to -15 (before 7 inference is {@code is_test}, 7
 * and 9 have it always, from 14 on unless {@code training_mode}).
 */
final class FoldBatchNormalization implements GraphRule {

    private static final float DEFAULT_EPSILON = 1e-5f;

    @Override
    public Optional<GraphEdit> apply(Node node, Graph graph) {
        if (!node.is("BatchNormalization") || !isInference(node, graph)) {
            return Optional.empty();
        }
        return WeightedNode.feeding(node.inputs().get(0), node, graph)
                .flatMap(
                        weighted ->
                                affine(node, weighted.channels(), graph)
                                        .flatMap(k -> weighted.absorb(k, node, graph)));
    }

    private static boolean isInference(Node node, Graph graph) {
        boolean off = node.attribute("training_mode", 0) == 0;
        boolean perChannel = node.attribute("spatial", 1) == 1;
        boolean test = graph.opsets().onnx() >= 7 || node.attribute("is_test", 0) != 0;
        boolean oneOutput = node.outputs().stream().skip(1).allMatch(String::isEmpty);
        return off && perChannel && test && oneOutput;
    }

    private static Optional<Affine> affine(Node node, int channels, Graph graph) {
        List<float[]> parameters = new ArrayList<>();
        for (int input = 1; input <= 4; input++) {
            Optional<Tensor> parameter =
                    graph.constantInput(node, input)
                            .filter(t -> t.type() == ElementType.FLOAT && t.elements() == channels);
            if (parameter.isEmpty()) {
                return Optional.empty();
            }
            parameters.add(Weights.floats(parameter.get()));
        }
        double epsilon = node.attribute("epsilon", DEFAULT_EPSILON);
        float[] gamma = parameters.get(0);
        float[] beta = parameters.get(1);
        float[] mean = parameters.get(2);
        double[] factor = new double[channels];
        for (int c = 0; c < channels; c++) {
            factor[c] = gamma[c] / Math.sqrt(parameters.get(3)[c] + epsilon);
        }
        return Optional.of(Affine.of(channels, c -> factor[c], c -> beta[c] - factor[c] * mean[c]));
    }
}
