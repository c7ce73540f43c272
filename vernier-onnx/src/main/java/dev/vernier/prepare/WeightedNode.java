package dev.vernier.prepare;

import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphEdit;
import dev.vernier.graph.Names;
import dev.vernier.graph.Node;
import dev.vernier.graph.Tensor;
import dev.vernier.model.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A Conv, ConvTranspose or Gemm with constant float weight and bias, ready to take over what
 * another node does to its output channels:
 *
 * <pre>
 * factor (W x + b) + shift  =  (factor W) x + (factor b + shift)
 * </pre>
 *
 * <p>Computed in double, stored as float on the heap (a mere shift leaves the weight where it is);
 * weights over {@value #LARGEST_WEIGHT} bytes are left alone.
 *
 * @param node the node
 * @param weight its input 1
 * @param bias its input 2, where it has one
 * @param layout the output channels in the weight
 */
record WeightedNode(Node node, Tensor weight, Optional<Tensor> bias, ChannelLayout layout) {

    static final long LARGEST_WEIGHT = 64L << 20;

    /** The weighted node that writes {@code value}, if {@code consumer} alone reads it. */
    static Optional<WeightedNode> feeding(String value, Node consumer, Graph graph) {
        return graph.onlyProducer(value, consumer).flatMap(node -> of(node, graph));
    }

    private static Optional<WeightedNode> of(Node node, Graph graph) {
        Optional<Tensor> weight = graph.constantInput(node, 1).filter(WeightedNode::isFoldable);
        Optional<Tensor> bias = graph.constantInput(node, 2).filter(WeightedNode::isFoldable);
        if (weight.isEmpty() || (bias.isEmpty() && node.input(2).isPresent())) {
            return Optional.empty();
        }
        return ChannelLayout.of(node, weight.get())
                .map(layout -> new WeightedNode(node, weight.get(), bias, layout))
                .filter(WeightedNode::biasIsOneAChannel);
    }

    private static boolean isFoldable(Tensor tensor) {
        return tensor.type() == ElementType.FLOAT && tensor.data().size() <= LARGEST_WEIGHT;
    }

    private boolean biasIsOneAChannel() {
        if (node.is("Gemm") && node.attribute("beta", 1f) != 1f) {
            return false;
        }
        return bias.isEmpty()
                || bias.get().elements() == 1
                || (bias.get().elements() == channels()
                        && bias.get().dimensions().get(bias.get().rank() - 1) == channels());
    }

    int channels() {
        return layout.channels();
    }

    /** The rank of the output; its channels are axis 1. */
    int rank() {
        return weight.rank();
    }

    /**
     * The edit by which this node does what {@code consumer} did to its output; empty where a
     * folded constant would not be finite.
     */
    Optional<GraphEdit> absorb(Affine affine, Node consumer, Graph graph) {
        Names names = Names.of(graph);
        List<String> inputs = new ArrayList<>(node.inputs().subList(0, 2));
        GraphEdit edit = new GraphEdit().remove(consumer);
        if (!affine.isShift()) {
            float[] values = scaledWeight(affine);
            if (!isFinite(values)) {
                return Optional.empty();
            }
            inputs.set(1, names.fresh(consumer.output() + "_weight"));
            edit.initializer(tensor(inputs.get(1), weight.dimensions(), values));
        }
        if (bias.isPresent() || !affine.isScaling()) {
            float[] values = shiftedBias(affine);
            if (!isFinite(values)) {
                return Optional.empty();
            }
            inputs.add(names.fresh(consumer.output() + "_bias"));
            edit.initializer(tensor(inputs.get(2), List.of((long) channels()), values));
        }
        Node folded = node.withInputs(inputs).withOutputs(List.of(consumer.output()));
        return Optional.of(edit.replace(node, folded));
    }

    private float[] scaledWeight(Affine affine) {
        float[] values = Weights.floats(weight);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (affine.factor(layout.channel(i)) * values[i]);
        }
        return values;
    }

    private float[] shiftedBias(Affine affine) {
        float[] old = bias.map(Weights::floats).orElse(new float[1]);
        float[] values = new float[channels()];
        for (int c = 0; c < values.length; c++) {
            double before = old[old.length == 1 ? 0 : c];
            values[c] = (float) (affine.factor(c) * before + affine.shift(c));
        }
        return values;
    }

    private static boolean isFinite(float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    private static Tensor tensor(String name, List<Long> dimensions, float[] values) {
        return Tensor.ofFloats(
                name, dimensions.stream().mapToLong(Long::longValue).toArray(), values);
    }
}
