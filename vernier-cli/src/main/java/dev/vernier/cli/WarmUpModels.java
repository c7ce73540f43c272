package dev.vernier.cli;

import dev.vernier.graph.Attribute;
import dev.vernier.graph.Dimension;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.Node;
import dev.vernier.graph.Opsets;
import dev.vernier.graph.Shape;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.ValueInfo;
import java.util.List;
import java.util.Random;

/**
 * Models as exporters write them, as small as they can be and of an old operator set, so that
 * {@link WarmUp} loads everything that a model may need.
 */
final class WarmUpModels {

    private static final int LAYERS = 6;
    private static final int WIDTH = 128;
    private static final int HIDDEN = 512;
    private static final int HEADS = 4;

    private final Random random = new Random(1);
    private final Graph.Builder graph;

    private WarmUpModels(String name) {
        graph = Graph.builder(name, Opsets.of(11));
    }

    /** Convolution, BatchNormalization, Relu, [batch, 16] -> matrix product -> [batch, 2]. */
    static Model convolution() {
        return new WarmUpModels("convolution").convolutional();
    }

    /** Embeddings and layers of attention that normalize behind their residual sums. */
    static Model transformer() {
        return new WarmUpModels("transformer").attentive();
    }

    private Model convolutional() {
        Dimension batch = Dimension.named("batch");
        graph.input(floats("x", batch, Dimension.of(1), Dimension.of(4), Dimension.of(4)));
        graph.output(floats("y", batch, Dimension.of(2)));
        graph.initializer(Tensor.ofFloats("k", new long[] {1, 1, 1, 1}, 0.5f));
        graph.initializer(Tensor.ofFloats("one", new long[] {1}, 1));
        graph.initializer(Tensor.ofFloats("zero", new long[] {1}, 0));
        graph.initializer(Tensor.ofFloats("w", new long[] {16, 2}, new float[32]));
        node("c", "Conv", List.of("x", "k"));
        node("n", "BatchNormalization", List.of("c", "one", "zero", "zero", "one"));
        node("r", "Relu", List.of("n"));
        node("f", "Flatten", List.of("r"), Attribute.of("axis", 1));
        node("y", "MatMul", List.of("f", "w"));
        return Model.of(6, graph.build());
    }

    private Model attentive() {
        Dimension batch = Dimension.named("batch");
        Dimension length = Dimension.named("length");
        graph.input(ValueInfo.tensor("ids", ElementType.INT64, new Shape(List.of(batch, length))));
        graph.output(floats("y", batch, length, Dimension.of(WIDTH)));
        number("root", (float) Math.sqrt(WIDTH / (double) HEADS));
        number("sqrt2", 1.4142135f);
        number("one", 1);
        number("half", 0.5f);
        number("two", 2);
        number("epsilon", 1e-5f);
        graph.initializer(Tensor.ofLongs("heads", new long[] {4}, 0, 0, HEADS, WIDTH / HEADS));
        graph.initializer(Tensor.ofLongs("flat", new long[] {3}, 0, 0, WIDTH));
        constant("words", 8192, WIDTH);
        node("embedded", "Gather", List.of("words", "ids"));
        String value = normalized("embeddings", "embedded");
        for (int i = 0; i < LAYERS; i++) {
            value = layer("layer" + i + "_", value);
        }
        node("y", "Identity", List.of(value));
        return Model.of(6, graph.build());
    }

    private String layer(String name, String x) {
        String query = head(name + "query", x, 0, 2, 1, 3);
        String key = head(name + "key", x, 0, 2, 3, 1);
        String value = head(name + "value", x, 0, 2, 1, 3);
        node(name + "scores", "MatMul", List.of(query, key));
        node(name + "scaled", "Div", List.of(name + "scores", "root"));
        node(name + "shares", "Softmax", List.of(name + "scaled"), Attribute.of("axis", 3));
        node(name + "mixed", "MatMul", List.of(name + "shares", value));
        node(
                name + "beside",
                "Transpose",
                List.of(name + "mixed"),
                Attribute.ofInts("perm", 0, 2, 1, 3));
        node(name + "context", "Reshape", List.of(name + "beside", "flat"));
        String attended =
                residual(name + "attended", biased(name + "out", name + "context", WIDTH), x);
        String hidden = biased(name + "hidden", attended, HIDDEN);
        node(name + "quotient", "Div", List.of(hidden, "sqrt2"));
        node(name + "erf", "Erf", List.of(name + "quotient"));
        node(name + "plus", "Add", List.of(name + "erf", "one"));
        node(name + "gated", "Mul", List.of(hidden, name + "plus"));
        node(name + "gelu", "Mul", List.of(name + "gated", "half"));
        return residual(
                name + "y", biased(name + "contracted", name + "gelu", HIDDEN, WIDTH), attended);
    }

    private String head(String name, String input, long... order) {
        node(name + "_split", "Reshape", List.of(biased(name, input, WIDTH), "heads"));
        node(
                name + "_head",
                "Transpose",
                List.of(name + "_split"),
                Attribute.ofInts("perm", order));
        return name + "_head";
    }

    private String biased(String name, String input, int columns) {
        return biased(name, input, WIDTH, columns);
    }

    private String biased(String name, String input, int rows, int columns) {
        constant(name + "_w", rows, columns);
        constant(name + "_b", columns);
        node(name + "_product", "MatMul", List.of(input, name + "_w"));
        node(name, "Add", List.of(name + "_b", name + "_product"));
        return name;
    }

    private String residual(String name, String value, String before) {
        node(name + "_sum", "Add", List.of(value, before));
        return normalized(name, name + "_sum");
    }

    /** Normalization as it is written before operator set 17. */
    private String normalized(String name, String value) {
        constant(name + "_scale", WIDTH);
        constant(name + "_shift", WIDTH);
        node(name + "_mean", "ReduceMean", List.of(value), Attribute.ofInts("axes", -1));
        node(name + "_centered", "Sub", List.of(value, name + "_mean"));
        node(name + "_square", "Pow", List.of(name + "_centered", "two"));
        node(
                name + "_variance",
                "ReduceMean",
                List.of(name + "_square"),
                Attribute.ofInts("axes", -1));
        node(name + "_above", "Add", List.of(name + "_variance", "epsilon"));
        node(name + "_deviation", "Sqrt", List.of(name + "_above"));
        node(name + "_quotient", "Div", List.of(name + "_centered", name + "_deviation"));
        node(name + "_scaled", "Mul", List.of(name + "_quotient", name + "_scale"));
        node(name, "Add", List.of(name + "_scaled", name + "_shift"));
        return name;
    }

    private void node(String output, String op, List<String> inputs, Attribute... attributes) {
        graph.node(Node.of(output + "_node", op, inputs, List.of(output), attributes));
    }

    private void number(String name, float value) {
        graph.initializer(Tensor.ofFloats(name, new long[0], value));
    }

    private void constant(String name, int... shape) {
        long[] lengths = new long[shape.length];
        int elements = 1;
        for (int i = 0; i < shape.length; i++) {
            lengths[i] = shape[i];
            elements *= shape[i];
        }
        float[] values = new float[elements];
        for (int i = 0; i < elements; i++) {
            values[i] = (float) random.nextGaussian() / 4;
        }
        graph.initializer(Tensor.ofFloats(name, lengths, values));
    }

    private static ValueInfo floats(String name, Dimension... axes) {
        return ValueInfo.tensor(name, ElementType.FLOAT, new Shape(List.of(axes)));
    }
}
