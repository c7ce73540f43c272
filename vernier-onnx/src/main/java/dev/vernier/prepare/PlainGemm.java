package dev.vernier.prepare;

import dev.vernier.graph.Attribute;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphEdit;
import dev.vernier.graph.GraphRule;
import dev.vernier.graph.Names;
import dev.vernier.graph.Node;
import dev.vernier.graph.Tensor;
import dev.vernier.model.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Brings a Gemm of constants into the form that integer kernels take: factors of 1, and a bias with
 * one element a column:
 *
 * <pre>
 * y = Gemm(x, W, 0.3) {alpha=2}  ->  y = Gemm(x, 2 W, [0.3, 0.3, ..])
 * </pre>
 *
 * <p>Does not fire for a bias with a row for each row of x, nor where a weight over {@value
 * WeightedNode#LARGEST_WEIGHT} bytes would have to be scaled.
 */
final class PlainGemm implements GraphRule {

    private static final int WEIGHT = 1;
    private static final int BIAS = 2;

    @Override
    public Optional<GraphEdit> apply(Node node, Graph graph) {
        if (!node.is("Gemm")) {
            return Optional.empty();
        }
        Optional<Tensor> weight =
                graph.constantInput(node, WEIGHT)
                        .filter(w -> w.type() == ElementType.FLOAT && w.rank() == 2);
        Optional<Tensor> bias =
                graph.constantInput(node, BIAS).filter(b -> b.type() == ElementType.FLOAT);
        if (weight.isEmpty() || (bias.isEmpty() && node.input(BIAS).isPresent())) {
            return Optional.empty();
        }
        boolean transposed = node.attribute("transB", 0L) != 0;
        long columns = weight.get().dimensions().get(transposed ? 0 : 1);
        boolean single = bias.filter(b -> b.elements() == 1 && columns > 1).isPresent();
        float alpha = node.attribute("alpha", 1f);
        float beta = bias.isPresent() ? node.attribute("beta", 1f) : 1f;
        if (alpha != 1f && weight.get().data().size() > WeightedNode.LARGEST_WEIGHT) {
            return Optional.empty();
        }
        return alpha == 1f && beta == 1f && !single
                ? Optional.empty()
                : Optional.of(plain(node, weight.get(), bias, columns, graph));
    }

    private static GraphEdit plain(
            Node node, Tensor weight, Optional<Tensor> bias, long columns, Graph graph) {
        Names names = Names.of(graph);
        GraphEdit edit = new GraphEdit();
        List<String> inputs = new ArrayList<>(node.inputs());
        float alpha = node.attribute("alpha", 1f);
        if (alpha != 1f) {
            inputs.set(WEIGHT, names.fresh(node.output() + "_weight"));
            edit.initializer(
                    Tensor.ofFloats(
                            inputs.get(WEIGHT),
                            dimensions(weight),
                            scaled(Weights.floats(weight), alpha)));
        }
        if (bias.isPresent()) {
            float[] values = scaled(Weights.floats(bias.get()), node.attribute("beta", 1f));
            long[] shape = dimensions(bias.get());
            if (values.length == 1) {
                float[] all = new float[Math.toIntExact(columns)];
                Arrays.fill(all, values[0]);
                values = all;
                shape = new long[] {columns};
            }
            inputs.set(BIAS, names.fresh(node.output() + "_bias"));
            edit.initializer(Tensor.ofFloats(inputs.get(BIAS), shape, values));
        }
        List<Attribute> attributes = new ArrayList<>(node.attributes().values());
        attributes.removeIf(a -> a.name().equals("alpha") || a.name().equals("beta"));
        return edit.replace(node, node.withInputs(inputs).withAttributes(attributes));
    }

    private static float[] scaled(float[] values, float factor) {
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
        return values;
    }

    private static long[] dimensions(Tensor tensor) {
        return tensor.dimensions().stream().mapToLong(Long::longValue).toArray();
    }
}
