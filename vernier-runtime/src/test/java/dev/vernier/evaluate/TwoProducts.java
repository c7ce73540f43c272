package dev.vernier.evaluate;

import dev.vernier.data.Sample;
import dev.vernier.data.SampleTensor;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Extras;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.Node;
import dev.vernier.graph.OpType;
import dev.vernier.graph.Opsets;
import dev.vernier.graph.Shape;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.ValueInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A small model in the forms that tools give it: {@code h = x w1, r = Relu(h), y = r w2}.
 *
 * <p>The codes of the weights are exact, so only activations lose.
 */
final class TwoProducts {

    static final int ROWS = 2;
    static final int WIDTH = 4;
    static final int CLASSES = 3;

    static final float WEIGHT_SCALE = 1 / 64f;
    static final float X_SCALE = 2 / 255f;
    static final float R_SCALE = 3 / 255f;
    static final float Y_SCALE = 6 / 255f;
    static final int MIDDLE = 128;

    private static final byte[] FIRST = {
        40, -31, 17, 5, -22, 60, -9, 33, 12, 28, -50, 44, 63, -7, 21, -36
    };
    private static final byte[] SECOND = {51, -13, 8, 27, 39, -45, -18, 62, 30, 4, -25, 56};

    private TwoProducts() {}

    static Model floats() {
        return model(
                builder()
                        .initializer(floats("w1", WIDTH, WIDTH, FIRST))
                        .initializer(floats("w2", WIDTH, CLASSES, SECOND))
                        .node(Node.of("first", "MatMul", List.of("x", "w1"), List.of("h")))
                        .node(Node.of("relu", "Relu", List.of("h"), List.of("r")))
                        .node(Node.of("second", "MatMul", List.of("r", "w2"), List.of("y")))
                        .build());
    }

    /** Q/DQ under the names of ONNX Runtime's tool, with the Relu between product and Q. */
    static Model pairs() {
        return model(
                firstProduct()
                        .node(Node.of("relu", "Relu", List.of("h"), List.of("r")))
                        .node(quantize("r", "r"))
                        .node(dequantize("r_QuantizeLinear_Output", "r", "r_Dequantized"))
                        .node(secondProduct("r_Dequantized"))
                        .build());
    }

    /** The same, with the Relu in the range of the codes of {@code h}. */
    static Model pairsWithoutRelu() {
        return model(
                firstProduct()
                        .node(quantize("h", "r"))
                        .node(dequantize("h_QuantizeLinear_Output", "r", "h_Dequantized"))
                        .node(secondProduct("h_Dequantized"))
                        .build());
    }

    private static Graph.Builder firstProduct() {
        return withCodes()
                .node(quantize("x", "x"))
                .node(dequantize("x_QuantizeLinear_Output", "x", "x_Dequantized"))
                .node(dequantize("w1_quantized", "w", "w1_Dequantized"))
                .node(dequantize("w2_quantized", "w", "w2_Dequantized"))
                .node(
                        Node.of(
                                "first",
                                "MatMul",
                                List.of("x_Dequantized", "w1_Dequantized"),
                                List.of("h")));
    }

    private static Node secondProduct(String left) {
        return Node.of("second", "MatMul", List.of(left, "w2_Dequantized"), List.of("y"));
    }

    /** Integer operators that write codes, the Relu in the range of those of {@code h}. */
    static Model integerOperators() {
        return model(
                withCodes()
                        .node(quantize("x", "x"))
                        .node(
                                product(
                                        "first_quant",
                                        codes("x_QuantizeLinear_Output", "x"),
                                        codes("w1_quantized", "w"),
                                        codes("h_quantized", "r")))
                        .node(
                                product(
                                        "second_quant",
                                        codes("h_quantized", "r"),
                                        codes("w2_quantized", "w"),
                                        codes("y_quantized", "y")))
                        .node(dequantize("y_quantized", "y", "y"))
                        .build());
    }

    /** The same graph under names that tell nothing, inputs and outputs kept. */
    static Model renamed(Model model) {
        Graph graph = model.graph();
        List<Node> nodes = new ArrayList<>();
        for (Node node : graph.nodes()) {
            nodes.add(
                    node.withName("n" + nodes.size())
                            .withInputs(node.inputs().stream().map(i -> name(graph, i)).toList())
                            .withOutputs(
                                    node.outputs().stream().map(o -> name(graph, o)).toList()));
        }
        return model(graph.toBuilder().nodes(nodes).build());
    }

    private static String name(Graph graph, String value) {
        boolean kept =
                graph.isInput(value)
                        || graph.isOutput(value)
                        || graph.initializers().containsKey(value);
        return kept ? value : "v" + Integer.toHexString(value.hashCode());
    }

    /** Samples within the ranges of the quantized forms. */
    static List<Sample> samples(int count, long seed) {
        Random random = new Random(seed);
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            float[] values = new float[ROWS * WIDTH];
            for (int k = 0; k < values.length; k++) {
                values[k] = 1.9f * random.nextFloat() - 0.95f;
            }
            samples.add(
                    new Sample(
                            "sample" + i,
                            Map.of("x", SampleTensor.ofFloats(new long[] {ROWS, WIDTH}, values))));
        }
        return samples;
    }

    /** Row-major product with the first or the second weight. */
    static float[] times(float[] left, boolean isFirst) {
        byte[] weight = isFirst ? FIRST : SECOND;
        int columns = weight.length / WIDTH;
        float[] product = new float[left.length / WIDTH * columns];
        for (int i = 0; i < product.length; i++) {
            double sum = 0;
            for (int k = 0; k < WIDTH; k++) {
                sum +=
                        left[i / columns * WIDTH + k]
                                * (double) (weight[k * columns + i % columns] * WEIGHT_SCALE);
            }
            product[i] = (float) sum;
        }
        return product;
    }

    private static Model model(Graph graph) {
        return Model.of(8, graph);
    }

    private static Graph.Builder builder() {
        return Graph.builder("products", Opsets.of(13))
                .input(ValueInfo.tensor("x", ElementType.FLOAT, Shape.of(ROWS, WIDTH)))
                .output(ValueInfo.tensor("y", ElementType.FLOAT, Shape.of(ROWS, CLASSES)));
    }

    private static Graph.Builder withCodes() {
        return builder()
                .initializer(codes("w1_quantized", WIDTH, WIDTH, FIRST))
                .initializer(codes("w2_quantized", WIDTH, CLASSES, SECOND))
                .initializer(Tensor.ofFloats("w_scale", new long[0], WEIGHT_SCALE))
                .initializer(zero("w_zero_point", ElementType.INT8, 0))
                .initializer(Tensor.ofFloats("x_scale", new long[0], X_SCALE))
                .initializer(zero("x_zero_point", ElementType.UINT8, MIDDLE))
                .initializer(Tensor.ofFloats("r_scale", new long[0], R_SCALE))
                .initializer(zero("r_zero_point", ElementType.UINT8, 0))
                .initializer(Tensor.ofFloats("y_scale", new long[0], Y_SCALE))
                .initializer(zero("y_zero_point", ElementType.UINT8, MIDDLE));
    }

    private static Tensor floats(String name, int rows, int columns, byte[] codes) {
        float[] values = new float[codes.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = codes[i] * WEIGHT_SCALE;
        }
        return Tensor.ofFloats(name, new long[] {rows, columns}, values);
    }

    private static Tensor codes(String name, int rows, int columns, byte[] codes) {
        return Tensor.ofBytes(name, ElementType.INT8, new long[] {rows, columns}, codes);
    }

    private static Tensor zero(String name, ElementType type, int value) {
        return Tensor.ofBytes(name, type, new long[0], new byte[] {(byte) value});
    }

    private static List<String> codes(String value, String parameters) {
        return List.of(value, parameters + "_scale", parameters + "_zero_point");
    }

    private static Node quantize(String value, String parameters) {
        return Node.of(
                value + "_QuantizeLinear",
                "QuantizeLinear",
                codes(value, parameters),
                List.of(value + "_QuantizeLinear_Output"));
    }

    private static Node dequantize(String codes, String parameters, String output) {
        return Node.of(
                codes + "_DequantizeLinear",
                "DequantizeLinear",
                codes(codes, parameters),
                List.of(output));
    }

    private static Node product(
            String name, List<String> left, List<String> right, List<String> result) {
        List<String> inputs = new ArrayList<>(left);
        inputs.addAll(right);
        inputs.addAll(result.subList(1, 3));
        return new Node(
                name,
                OpType.onnx("QLinearMatMul"),
                inputs,
                List.of(result.get(0)),
                List.of(),
                Extras.NONE);
    }
}
