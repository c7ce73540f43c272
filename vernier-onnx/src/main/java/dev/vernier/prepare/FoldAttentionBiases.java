package dev.vernier.prepare;

import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphEdit;
import dev.vernier.graph.GraphRule;
import dev.vernier.graph.Node;
import dev.vernier.graph.Shape;
import dev.vernier.graph.Tensor;
import dev.vernier.model.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Takes two biases out of softmax attention that need no sum of their own:
 *
 * <pre>
 * p = Softmax(s Q (K + 1 kᵀ)ᵀ + mask)                 ->  p = Softmax(s Q Kᵀ + mask)
 * y = MatMul(MatMul(p, V + 1 vᵀ), W) + b              ->  y = MatMul(MatMul(p, V), W) + (b + W v)
 * </pre>
 *
 * <p>The bias of the keys adds the same number to all scores of a query, which Softmax does not
 * see; the weights of a query add up to 1, so that the bias of the values arrives behind them as it
 * is. Saves two sums of activations an attention; the values that are quantized behind it are
 * centred. The bias of the queries has to stay.
 *
 * <p>What lies between has another meaning afterwards, and other names. Does not fire where a value
 * between is an output or has another reader, where Softmax runs over another axis than the last,
 * or where the shapes do not prove which axes hold the channels.
 */
final class FoldAttentionBiases implements GraphRule {

    private static final Set<String> SCALING = Set.of("Mul", "Div");

    private static final int FARTHEST = 6;

    @Override
    public Optional<GraphEdit> apply(Node node, Graph graph) {
        if (!node.is("Softmax") || !isOverLastAxis(node, graph)) {
            return Optional.empty();
        }
        Optional<GraphEdit> keys = withoutKeyBias(node, graph);
        return keys.isPresent() ? keys : withoutValueBias(node, graph);
    }

    private static boolean isOverLastAxis(Node softmax, Graph graph) {
        long axis = softmax.attribute("axis", -1L);
        Optional<Shape> shape = graph.shape(softmax.output());
        return graph.opsets().onnx() >= 13
                && (axis == -1 || shape.filter(s -> s.rank() - 1 == axis).isPresent());
    }

    /** The way from the scores to the Softmax, then the bias of the keys. */
    private static Optional<GraphEdit> withoutKeyBias(Node softmax, Graph graph) {
        List<Node> behind = new ArrayList<>();
        Node reader = softmax;
        String value = softmax.inputs().get(0);
        while (behind.size() < FARTHEST && HeadBias.isReadBy(reader, value, graph)) {
            Optional<Node> producer = graph.producer(value);
            if (producer.isEmpty()) {
                return Optional.empty();
            }
            reader = producer.get();
            behind.add(0, reader);
            if (reader.is("MatMul")) {
                return withoutKeyBias(reader, behind, graph);
            }
            Optional<String> next = scores(reader, graph);
            if (next.isEmpty()) {
                return Optional.empty();
            }
            value = next.get();
        }
        return Optional.empty();
    }

    /** What an operator scales or masks; a mask is what does not come from a product. */
    private static Optional<String> scores(Node node, Graph graph) {
        return isScaling(node, graph)
                ? node.input(0)
                : node.is("Add")
                        ? node.inputs().stream().filter(v -> isOfProduct(v, graph)).findFirst()
                        : Optional.empty();
    }

    private static boolean isScaling(Node node, Graph graph) {
        return Region.isOneOf(node, SCALING)
                && graph.constantInput(node, 1).filter(c -> c.elements() == 1).isPresent();
    }

    private static boolean isOfProduct(String value, Graph graph) {
        Optional<Node> producer = graph.producer(value);
        return producer.isPresent()
                && (producer.get().is("MatMul")
                        || (isScaling(producer.get(), graph)
                                && isOfProduct(producer.get().inputs().get(0), graph)));
    }

    private static Optional<GraphEdit> withoutKeyBias(
            Node product, List<Node> behind, Graph graph) {
        Optional<HeadBias> found = HeadBias.in(product.inputs().get(1), product, graph);
        if (found.isEmpty() || isChannel(found.get(), product, -1, graph)) {
            return Optional.empty();
        }
        List<Node> changed = new ArrayList<>(found.get().way());
        changed.addAll(behind);
        return Optional.of(new RenamingEdit(graph).without(found.get().add(), changed).edit());
    }

    /** Whether an axis of a product's right side, counted from the last, holds channels. */
    private static boolean isChannel(HeadBias bias, Node product, int axis, Graph graph) {
        return graph.shape(product.inputs().get(1))
                .map(shape -> bias.axes().axes().contains(shape.rank() + axis))
                .orElse(true);
    }

    private static Optional<GraphEdit> withoutValueBias(Node softmax, Graph graph) {
        Optional<Node> mix =
                graph.onlyConsumer(softmax.output())
                        .filter(n -> n.is("MatMul") && n.inputs().get(0).equals(softmax.output()));
        Optional<HeadBias> found =
                mix.flatMap(product -> HeadBias.in(product.inputs().get(1), product, graph));
        if (found.isEmpty()
                || isChannel(found.get(), mix.get(), -2, graph)
                || !isSameRank(mix.get(), graph)) {
            return Optional.empty();
        }
        return HeadProjection.behind(mix.get(), found.get().axes(), graph)
                .map(projection -> moved(found.get(), projection, graph));
    }

    private static boolean isSameRank(Node product, Graph graph) {
        Optional<Integer> left = graph.shape(product.inputs().get(0)).map(Shape::rank);
        return left.isPresent()
                && left.equals(graph.shape(product.inputs().get(1)).map(Shape::rank));
    }

    private static GraphEdit moved(HeadBias values, HeadProjection projection, Graph graph) {
        Node add = projection.add();
        Tensor bias = projection.bias();
        List<Node> changed = new ArrayList<>(values.way());
        changed.addAll(projection.way());
        RenamingEdit renaming = new RenamingEdit(graph).without(values.add(), changed);
        Tensor sum =
                Tensor.ofFloats(
                        renaming.names().fresh(bias.name() + "_with_values"),
                        bias.dimensions().stream().mapToLong(Long::longValue).toArray(),
                        plusProduct(
                                Weights.floats(bias),
                                Weights.floats(values.bias()),
                                Weights.floats(projection.weight())));
        Node shifted = add.withInputs(List.of(renaming.now(add.inputs().get(0)), sum.name()));
        return renaming.edit().initializer(sum).replace(add, shifted);
    }

    /** b + Wᵀ v, W: as many rows as v, in double. */
    private static float[] plusProduct(float[] b, float[] v, float[] weight) {
        float[] sums = new float[b.length];
        for (int column = 0; column < b.length; column++) {
            double sum = b[column];
            for (int row = 0; row < v.length; row++) {
                sum += (double) weight[row * b.length + column] * v[row];
            }
            sums[column] = (float) sum;
        }
        return sums;
    }
}
