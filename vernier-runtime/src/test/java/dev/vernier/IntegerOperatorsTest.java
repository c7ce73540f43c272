package dev.vernier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.data.Samples;
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
import dev.vernier.model.ModelFile;
import dev.vernier.model.OutputFile;
import dev.vernier.runner.RunnerOptions;
import dev.vernier.runner.Runners;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every row of the table of ONNX Runtime's operators, asked of ONNX Runtime itself: between two
 * convolutions, the session's optimised graph must compute the operator in integers.
 *
 * <p>Then one QuantizeLinear is left, at the input, and one DequantizeLinear, at the output.
 */
class IntegerOperatorsTest {

    private static final long SEED = 11;

    @TempDir private Path folder;

    /**
     * An operator that reads {@code a} (and {@code b}), both (1, 4, 8, 8), and writes {@code m}.
     */
    private static Stream<Node> operators() {
        Attribute two = Attribute.ofInts("kernel_shape", 2, 2);
        return Stream.of(
                operator("Add", "a", "b"),
                operator("Mul", "a", "b"),
                operator("Concat", List.of("a", "b"), Attribute.of("axis", 1)),
                operator("AveragePool", List.of("a"), two),
                operator("GlobalAveragePool", "a"),
                operator("Sigmoid", "a"),
                operator("LeakyRelu", "a"),
                operator("HardSigmoid", "a"),
                operator("Mul", "a", "factors"),
                operator("MaxPool", List.of("a"), two),
                operator("Transpose", List.of("a"), Attribute.ofInts("perm", 0, 1, 3, 2)),
                operator("Reshape", "a", "shape"),
                operator("Slice", "a", "first", "last", "axis"),
                operator("Resize", "a", "", "scales"),
                operator("Expand", "a", "batches"),
                operator("Tile", "a", "repeats"),
                operator("DepthToSpace", List.of("f"), Attribute.of("blocksize", 2)),
                operator("GatherElements", List.of("a", "elements"), Attribute.of("axis", 2)),
                operator("ReduceMax", List.of("a"), Attribute.ofInts("axes", 2)),
                operator("ReduceMin", List.of("a"), Attribute.ofInts("axes", 2)),
                operator("Relu", "a"));
    }

    private static Node operator(String op, String... inputs) {
        return operator(op, List.of(inputs));
    }

    private static Node operator(String op, List<String> inputs, Attribute... attributes) {
        return Node.of(op, op, inputs, List.of("m"), attributes);
    }

    @ParameterizedTest
    @MethodSource("operators")
    void runsInIntegersBetweenConvolutions(Node operator) throws IOException {
        Path model = folder.resolve("model.onnx");
        Path output = folder.resolve("model.int8.onnx");
        ModelFile.write(model, between(operator), false, OutputFile.Check.NONE);

        QuantizationResult result =
                Quantizer.of(model).calibrateWith(Samples.random(40, SEED)).writeTo(output);

        Graph optimized = Runners.optimizedModel(output, RunnerOptions.DEFAULT).graph();
        assertThat(result.plan().nodes()).allMatch(node -> node.isInteger());
        assertThat(optimized.nodes().stream().map(node -> node.op().name()))
                .as("%s", optimized)
                .doesNotContain("Conv", "FusedConv")
                .containsOnlyOnce("QuantizeLinear", "DequantizeLinear");
    }

    private static Model between(Node operator) {
        int channels = operator.is("Concat") ? 8 : 4;
        Random random = new Random(SEED);
        boolean four = operator.inputs().contains("f");
        Node first =
                Node.of(
                        "first",
                        "Conv",
                        List.of("x", four ? "fours" : "u"),
                        operator.inputs().subList(0, 1));
        Node second = Node.of("second", "Conv", List.of("a", "v"), List.of("b"));
        Node last = Node.of("last", "Conv", List.of("m", "w"), List.of("c"));
        return Model.of(
                8,
                Graph.builder("between", Opsets.of(13))
                        .input(ValueInfo.tensor("x", ElementType.FLOAT, Shape.of(1, 4, 8, 8)))
                        .output(
                                ValueInfo.tensor(
                                        "c",
                                        ElementType.FLOAT,
                                        new Shape(
                                                List.of(
                                                        Dimension.of(1),
                                                        Dimension.of(4),
                                                        Dimension.named("height"),
                                                        Dimension.named("width")))))
                        .initializer(weight("u", random, 4, 4))
                        .initializer(weight("v", random, 4, 4))
                        .initializer(weight("w", random, 4, channels))
                        .initializer(weight("fours", random, 16, 4))
                        .initializer(
                                Tensor.ofFloats(
                                        "factors", new long[] {4, 1, 1}, 1, 0.2f, 0.4f, 0.6f))
                        .initializer(Tensor.ofLongs("shape", new long[] {4}, 1, 4, 16, 4))
                        .initializer(Tensor.ofLongs("first", new long[] {1}, 1))
                        .initializer(Tensor.ofLongs("last", new long[] {1}, 7))
                        .initializer(Tensor.ofLongs("axis", new long[] {1}, 2))
                        .initializer(Tensor.ofFloats("scales", new long[] {4}, 1, 1, 2, 2))
                        .initializer(Tensor.ofLongs("batches", new long[] {4}, 2, 4, 8, 8))
                        .initializer(Tensor.ofLongs("repeats", new long[] {4}, 1, 1, 2, 2))
                        .initializer(
                                Tensor.ofLongs(
                                        "elements",
                                        new long[] {1, 4, 1, 2},
                                        0,
                                        1,
                                        2,
                                        3,
                                        4,
                                        5,
                                        6,
                                        7))
                        .nodes(
                                operator.inputs().contains("b")
                                        ? List.of(first, second, operator, last)
                                        : List.of(first, operator, last))
                        .build());
    }

    private static Tensor weight(String name, Random random, int outputs, int inputs) {
        float[] values = new float[outputs * inputs];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Tensor.ofFloats(name, new long[] {outputs, inputs, 1, 1}, values);
    }
}
