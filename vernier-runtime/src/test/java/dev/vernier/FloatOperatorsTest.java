package dev.vernier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.vernier.data.Samples;
import dev.vernier.graph.Attribute;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Extras;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.Node;
import dev.vernier.graph.Opsets;
import dev.vernier.graph.Shape;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.ValueInfo;
import dev.vernier.graph.ValueType.TensorType;
import dev.vernier.model.ModelFile;
import dev.vernier.model.OutputFile;
import dev.vernier.plan.NodeDecision;
import dev.vernier.plan.NodeFilter;
import dev.vernier.plan.Selection;
import dev.vernier.runner.RunnerOptions;
import dev.vernier.runner.Runners;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the plan leaves in float, ONNX Runtime computes in float, though the operator stands between
 * integer convolutions: asked of the session's optimised graph, for each operator and each reason.
 *
 * <p>But for Transpose, which its layout optimizer moves anywhere, and Relu, which disappears into
 * the QuantizeLinear behind it: both change no value by that.
 */
class FloatOperatorsTest {

    private static final long SEED = 12;

    private static final Attribute TWO = Attribute.ofInts("kernel_shape", 2, 2);

    /** An Add between integers that only a Tanh reads. */
    private static final Node BEFORE_FLOAT =
            Node.of("operator", "Add", List.of("a", "b"), List.of("sum"));

    @TempDir private Path folder;

    private static Stream<Node> excluded() {
        return Stream.of(
                operator("Add", List.of("a", "b")),
                operator("Mul", List.of("a", "b")),
                operator("Concat", List.of("a", "b"), Attribute.of("axis", 1)),
                operator("AveragePool", List.of("a"), TWO),
                operator("GlobalAveragePool", List.of("a")),
                operator("Sigmoid", List.of("a")),
                operator("LeakyRelu", List.of("a")),
                operator("MaxPool", List.of("a"), TWO),
                operator("Slice", List.of("a", "first", "last")),
                operator("Resize", List.of("a", "", "scales")),
                operator("ReduceMax", List.of("a", "axis")),
                operator("Conv", List.of("a", "v")));
    }

    @ParameterizedTest
    @MethodSource("excluded")
    void runsInFloatWhereItIsExcluded(Node operator) throws IOException {
        assertRunsInFloat(
                operator, Selection.ALL.excluding(new NodeFilter.ByName("operator")), "excluded");
    }

    private static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of(
                        operator(
                                "AveragePool",
                                List.of("a"),
                                TWO,
                                Attribute.ofInts("dilations", 2, 2)),
                        "pool-form"),
                Arguments.of(
                        operator(
                                "AveragePool",
                                List.of("a"),
                                Attribute.ofInts("kernel_shape", 3, 3),
                                Attribute.ofInts("strides", 2, 2),
                                Attribute.ofInts("pads", 1, 1, 1, 1),
                                Attribute.of("ceil_mode", 1),
                                Attribute.of("count_include_pad", 1)),
                        "pool-form"),
                Arguments.of(
                        operator("Concat", List.of("a", "small"), Attribute.of("axis", 1)),
                        "mixed-ranges"),
                Arguments.of(operator("Add", List.of("a", "row")), "constant-operand"),
                Arguments.of(operator("Add", List.of("a", "t")), "float-input"),
                Arguments.of(operator("Softmax", List.of("a")), "lossy-kernel"),
                Arguments.of(operator("Where", List.of("mask", "a", "b")), "lossy-kernel"),
                Arguments.of(
                        operator(
                                "Resize",
                                List.of("a", "", "scales"),
                                Attribute.of("mode", "linear")),
                        "no-integer-kernel"),
                Arguments.of(operator("MatMul", List.of("a", "b")), "no-constant-weight"),
                Arguments.of(BEFORE_FLOAT, "float-output"),
                Arguments.of(operator("Mul", List.of("a", "row")), "constant-operand"),
                Arguments.of(
                        operator("HardSigmoid", List.of("a"), Attribute.of("alpha", -0.2f)),
                        "no-integer-kernel"),
                Arguments.of(operator("Tanh", List.of("a")), "no-integer-kernel"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void runsInFloatWhereItIsRefused(Node operator, String reason) throws IOException {
        assertRunsInFloat(operator, Selection.ALL, reason);
    }

    private void assertRunsInFloat(Node operator, Selection selection, String reason)
            throws IOException {
        Path model = folder.resolve("model.onnx");
        Path output = folder.resolve("model.int8.onnx");
        ModelFile.write(model, around(operator), false, OutputFile.Check.NONE);

        QuantizationResult result =
                Quantizer.of(model)
                        .selecting(selection)
                        .calibrateWith(Samples.random(40, SEED))
                        .writeTo(output);

        Graph optimized = Runners.optimizedModel(output, RunnerOptions.DEFAULT).graph();
        assertThat(result.plan().nodes())
                .filteredOn(decision -> decision.node().equals("operator"))
                .extracting(NodeDecision::isInteger, decision -> decision.reason().id())
                .containsExactly(tuple(false, reason));
        String op = operator.op().name();
        assertThat(optimized.nodes())
                .as("%s", optimized)
                .filteredOn(node -> node.op().name().matches("(Fused)?" + op))
                .anyMatch(node -> isFloat(node, optimized));
    }

    /** A mover keeps its name in integers; what it reads tells. */
    private static boolean isFloat(Node node, Graph optimized) {
        return optimized
                .producer(node.inputs().get(0))
                .filter(
                        producer ->
                                producer.op().name().equals("QuantizeLinear")
                                        || producer.op().name().startsWith("QLinear"))
                .isEmpty();
    }

    private static Node operator(String op, List<String> inputs, Attribute... attributes) {
        return Node.of("operator", op, inputs, List.of("m"), attributes);
    }

    private static Model around(Node operator) {
        Random random = new Random(SEED);
        List<Node> nodes = new ArrayList<>();
        nodes.add(Node.of("first", "Conv", List.of("x", "u"), List.of("a")));
        nodes.add(Node.of("second", "Conv", List.of("a", "v"), List.of("b")));
        nodes.add(Node.of("third", "Conv", List.of("a", "tiny"), List.of("small")));
        nodes.add(Node.of("tanh", "Tanh", List.of("a"), List.of("t")));
        nodes.removeIf(
                node -> !node.output().equals("a") && !operator.inputs().contains(node.output()));
        nodes.add(operator);
        if (operator.equals(BEFORE_FLOAT)) {
            nodes.add(Node.of("behind", "Tanh", List.of("sum"), List.of("m")));
        }
        int channels = operator.is("Concat") ? 8 : 4;
        nodes.add(Node.of("last", "Conv", List.of("m", "w"), List.of("c")));
        return Model.of(
                9,
                Graph.builder("around", Opsets.of(19))
                        .input(ValueInfo.tensor("x", ElementType.FLOAT, Shape.of(1, 4, 8, 8)))
                        .output(
                                new ValueInfo(
                                        "c",
                                        new TensorType(
                                                ElementType.FLOAT, Optional.empty(), Extras.NONE)))
                        .initializer(weight("u", random, 1f, 4, 4))
                        .initializer(weight("v", random, 1f, 4, 4))
                        .initializer(weight("tiny", random, 1e-4f, 4, 4))
                        .initializer(weight("w", random, 1f, 4, channels))
                        .initializer(Tensor.ofLongs("first", new long[] {4}, 0, 0, 1, 1))
                        .initializer(Tensor.ofLongs("last", new long[] {4}, 1, 4, 7, 8))
                        .initializer(Tensor.ofLongs("axis", new long[] {1}, 2))
                        .initializer(Tensor.ofFloats("scales", new long[] {4}, 1, 1, 2, 2))
                        .initializer(
                                Tensor.ofBytes(
                                        "mask",
                                        ElementType.BOOL,
                                        new long[] {8},
                                        new byte[] {1, 0, 1, 1, 0, 0, 1, 0}))
                        .initializer(Tensor.ofFloats("row", new long[] {8}, 1, 2, 3, 4, 5, 6, 7, 8))
                        .nodes(nodes)
                        .build());
    }

    private static Tensor weight(
            String name, Random random, float spread, int outputs, int inputs) {
        float[] values = new float[outputs * inputs];
        for (int i = 0; i < values.length; i++) {
            values[i] = spread * (float) random.nextGaussian();
        }
        return Tensor.ofFloats(name, new long[] {outputs, inputs, 1, 1}, values);
    }
}
