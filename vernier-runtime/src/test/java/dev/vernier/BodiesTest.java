package dev.vernier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.vernier.data.Sample;
import dev.vernier.data.SampleTensor;
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
import dev.vernier.runner.RunnerOptions;
import dev.vernier.runner.Runners;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bodies of If and Loop compute in integers, asked of the session's optimised graph. */
class BodiesTest {

    private static final long SEED = 14;
    private static final Opsets OPSETS = Opsets.of(17);

    @TempDir private Path folder;

    @Test
    void quantizesBothBranchesOfAnIf() throws IOException {
        QuantizationResult result = quantize(branches(), samples(true, false));

        List<String> operators = operators();
        assertThat(operators).doesNotContain("Conv", "FusedConv", "Gemm", "MatMul");
        assertThat(operators).filteredOn(op -> op.equals("QLinearConv")).hasSize(4);
        assertThat(result.evaluation().integerShare().integer())
                .isEqualTo(result.evaluation().integerShare().total())
                .isPositive();
        assertThat(result.plan().nodes())
                .extracting(NodeDecision::node)
                .contains("conv1", "conv1_1") // both branches call it the same
                .doesNotHaveDuplicates();
    }

    @Test
    void leavesTheBranchThatNoSampleTookInFloat() throws IOException {
        QuantizationResult result = quantize(branches(), samples(true));

        assertThat(operators()).contains("QLinearConv").containsAnyOf("Conv", "FusedConv");
        assertThat(result.plan().nodes())
                .extracting(NodeDecision::node, decision -> decision.reason().id())
                .contains(tuple("conv1", "weighted-kernel"), tuple("conv1_1", "not-seen"));
    }

    @Test
    void anIfThatAlwaysTakesOneBranchIsCountedAsItRuns() throws IOException {
        Graph always =
                branches().graph().toBuilder()
                        .initializers(
                                List.of(
                                        Tensor.ofBytes(
                                                "high",
                                                ElementType.BOOL,
                                                new long[0],
                                                new byte[] {1})))
                        .nodes(branches().graph().nodes().subList(1, 2))
                        .build();

        QuantizationResult result = quantize(Model.of(8, always), samples(true));

        assertThat(operators()).contains("QLinearConv").doesNotContain("Conv", "FusedConv", "If");
        assertThat(result.evaluation().integerShare().integer())
                .isEqualTo(result.evaluation().integerShare().total())
                .isPositive();
    }

    @Test
    void quantizesTheBodyOfALoopWhoseWeightsAreAroundIt() throws IOException {
        QuantizationResult result = quantize(loop(), Samples.random(40, SEED));

        assertThat(operators()).contains("Loop", "QGemm").doesNotContain("Gemm", "MatMul");
        assertThat(result.evaluation().integerShare().total()).isEqualTo(3 * 2 * 16 * 16);
        assertThat(result.evaluation().integerShare().integer()).isEqualTo(3 * 2 * 16 * 16);
        assertThat(ModelFile.read(folder.resolve("model.int8.onnx")).model().graph())
                .satisfies(graph -> assertThat(graph.initializers()).doesNotContainKey("w"));
    }

    @Test
    void quantizesAnLstmInABranch() throws IOException {
        Random random = new Random(SEED);
        Graph branch =
                Graph.builder("branch", OPSETS)
                        .output(floats("z"))
                        .initializer(weight("w", random, 1, 4 * 8, 64))
                        .initializer(weight("r", random, 1, 4 * 8, 8))
                        .initializer(Tensor.ofLongs("steps", new long[] {3}, 4, 1, 64))
                        .node(node("steps", "Reshape", "x,steps", "s"))
                        .node(node("lstm", "LSTM", "s,w,r", "z", Attribute.of("hidden_size", 8)))
                        .build();

        QuantizationResult result = quantize(branches(branch, branch), samples(true, false));

        assertThat(operators())
                .filteredOn(operator -> operator.endsWith("LSTM"))
                .containsExactly("DynamicQuantizeLSTM", "DynamicQuantizeLSTM");
        assertThat(result.evaluation().integerShare().integer())
                .isEqualTo(4 * 4 * 8 * (64 + 8))
                .isEqualTo(result.evaluation().integerShare().total());
    }

    private QuantizationResult quantize(Model model, Samples samples) throws IOException {
        Path file = folder.resolve("model.onnx");
        ModelFile.write(file, model, false, OutputFile.Check.NONE);
        return Quantizer.of(file).calibrateWith(samples).writeTo(folder.resolve("model.int8.onnx"));
    }

    private List<String> operators() throws IOException {
        Path output = folder.resolve("model.int8.onnx");
        return Runners.optimizedModel(output, RunnerOptions.DEFAULT).graph().allNodes().stream()
                .map(node -> node.op().name())
                .toList();
    }

    private static Samples samples(boolean... conditions) {
        Random random = new Random(SEED);
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            float[] image = new float[4 * 8 * 8];
            for (int j = 0; j < image.length; j++) {
                image[j] = (float) random.nextGaussian();
            }
            samples.add(
                    new Sample(
                            "sample" + i,
                            Map.of(
                                    "x",
                                    SampleTensor.ofFloats(new long[] {1, 4, 8, 8}, image),
                                    "rate",
                                    SampleTensor.ofLongs(
                                            new long[0],
                                            conditions[i % conditions.length] ? 16 : 8))));
        }
        return Samples.of(samples);
    }

    /** Two branches with the same names inside. */
    private static Model branches() {
        return branches(branch(1), branch(2));
    }

    private static Model branches(Graph then, Graph otherwise) {
        return Model.of(
                8,
                Graph.builder("branches", OPSETS)
                        .input(ValueInfo.tensor("x", ElementType.FLOAT, Shape.of(1, 4, 8, 8)))
                        .input(ValueInfo.tensor("rate", ElementType.INT64, Shape.of()))
                        .output(floats("y"))
                        .initializer(Tensor.ofLongs("sixteen", new long[0], 16))
                        .node(node("equal", "Equal", "rate,sixteen", "high"))
                        .node(
                                node(
                                        "if",
                                        "If",
                                        "high",
                                        "y",
                                        new Attribute.GraphValue("then_branch", then),
                                        new Attribute.GraphValue("else_branch", otherwise)))
                        .build());
    }

    private static Graph branch(long seed) {
        Random random = new Random(seed);
        return Graph.builder("branch", OPSETS)
                .output(floats("z"))
                .initializer(weight("w1", random, 8, 4, 3, 3))
                .initializer(weight("w2", random, 8, 8, 3, 3))
                .node(node("conv1", "Conv", "x,w1", "c1"))
                .node(node("relu1", "Relu", "c1", "r1"))
                .node(node("conv2", "Conv", "r1,w2", "c2"))
                .node(node("relu2", "Relu", "c2", "z"))
                .build();
    }

    /** h = Tanh(h W + b), three times; weight and bias stand outside. */
    private static Model loop() {
        Random random = new Random(SEED);
        Graph body =
                Graph.builder("body", OPSETS)
                        .input(ValueInfo.tensor("i", ElementType.INT64, Shape.of()))
                        .input(ValueInfo.tensor("on", ElementType.BOOL, Shape.of()))
                        .input(ValueInfo.tensor("h", ElementType.FLOAT, Shape.of(2, 16)))
                        .output(ValueInfo.tensor("still", ElementType.BOOL, Shape.of()))
                        .output(floats("next"))
                        .node(node("still", "Identity", "on", "still"))
                        .node(node("product", "MatMul", "h,w", "m"))
                        .node(node("bias", "Add", "m,b", "s"))
                        .node(node("tanh", "Tanh", "s", "next"))
                        .build();
        return Model.of(
                8,
                Graph.builder("loop", OPSETS)
                        .input(ValueInfo.tensor("x", ElementType.FLOAT, Shape.of(2, 16)))
                        .output(floats("y"))
                        .initializer(weight("w", random, 16, 16))
                        .initializer(weight("b", random, 16))
                        .initializer(Tensor.ofLongs("three", new long[0], 3))
                        .node(
                                node(
                                        "loop",
                                        "Loop",
                                        "three,,x",
                                        "y",
                                        new Attribute.GraphValue("body", body)))
                        .build());
    }

    private static Node node(
            String name, String op, String inputs, String output, Attribute... attributes) {
        return Node.of(name, op, List.of(inputs.split(",", -1)), List.of(output), attributes);
    }

    private static ValueInfo floats(String name) {
        return new ValueInfo(
                name, new TensorType(ElementType.FLOAT, Optional.empty(), Extras.NONE));
    }

    private static Tensor weight(String name, Random random, long... shape) {
        int elements = 1;
        for (long length : shape) {
            elements *= (int) length;
        }
        float[] values = new float[elements];
        for (int i = 0; i < elements; i++) {
            values[i] = 0.3f * (float) random.nextGaussian();
        }
        return Tensor.ofFloats(name, shape, values);
    }
}
