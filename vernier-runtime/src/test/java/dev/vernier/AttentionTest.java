package dev.vernier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.data.Samples;
import dev.vernier.graph.Attribute;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * In an attention block the products with weights compute in integers and those of what was
 * computed in float, each with its reason: in the plan and in the session's optimised graph.
 */
class AttentionTest {

    private static final long SEED = 51;
    private static final int WIDTH = 32;

    @TempDir private Path folder;

    @Test
    void onlyProductsWithWeightsComputeInIntegers() throws IOException {
        Path model = folder.resolve("model.onnx");
        Path output = folder.resolve("model.int8.onnx");
        ModelFile.write(model, attention(), false, OutputFile.Check.NONE);

        QuantizationResult result =
                Quantizer.of(model).calibrateWith(Samples.random(20, SEED)).writeTo(output);

        Map<String, String> reasons = new LinkedHashMap<>();
        result.plan().nodes().forEach(node -> reasons.put(node.node(), node.reason().id()));
        assertThat(reasons)
                .containsEntry("query", "weighted-kernel")
                .containsEntry("key", "weighted-kernel")
                .containsEntry("value", "weighted-kernel")
                .containsEntry("scores", "no-constant-weight")
                .containsEntry("scaled", "inside-pattern")
                .containsEntry("softmax", "inside-pattern")
                .containsEntry("mixed", "no-constant-weight")
                .containsEntry("last", "weighted-kernel");
        assertThat(operators(output))
                .containsEntry("MatMulIntegerToFloat", 4L)
                .doesNotContainKeys("QLinearMatMul", "QLinearSoftmax", "QLinearMul");
        assertThat(result.evaluation().integerShare().notFused()).isEmpty();
    }

    private static Map<String, Long> operators(Path model) throws IOException {
        Map<String, Long> operators = new LinkedHashMap<>();
        for (Node node : Runners.optimizedModel(model, RunnerOptions.DEFAULT).graph().nodes()) {
            operators.merge(node.op().name(), 1L, Long::sum);
        }
        return operators;
    }

    private static Model attention() {
        Random random = new Random(SEED);
        Shape shape = Shape.of(1, 8, WIDTH);
        return Model.of(
                8,
                Graph.builder("attention", Opsets.of(13))
                        .input(ValueInfo.tensor("x", ElementType.FLOAT, shape))
                        .output(ValueInfo.tensor("y", ElementType.FLOAT, shape))
                        .initializer(weight("wq", random))
                        .initializer(weight("wk", random))
                        .initializer(weight("wv", random))
                        .initializer(weight("wo", random))
                        .initializer(Tensor.ofFloats("root", new long[0], 0.18f))
                        .node(node("query", "MatMul", "q", "x", "wq"))
                        .node(node("key", "MatMul", "k", "x", "wk"))
                        .node(node("value", "MatMul", "v", "x", "wv"))
                        .node(
                                Node.of(
                                        "turned",
                                        "Transpose",
                                        List.of("k"),
                                        List.of("t"),
                                        Attribute.ofInts("perm", 0, 2, 1)))
                        .node(node("scores", "MatMul", "s", "q", "t"))
                        .node(node("scaled", "Mul", "r", "s", "root"))
                        .node(
                                Node.of(
                                        "softmax",
                                        "Softmax",
                                        List.of("r"),
                                        List.of("p"),
                                        Attribute.of("axis", -1)))
                        .node(node("mixed", "MatMul", "m", "p", "v"))
                        .node(node("last", "MatMul", "y", "m", "wo"))
                        .build());
    }

    private static Node node(String name, String op, String output, String... inputs) {
        return Node.of(name, op, List.of(inputs), List.of(output));
    }

    private static Tensor weight(String name, Random random) {
        float[] values = new float[WIDTH * WIDTH];
        for (int i = 0; i < values.length; i++) {
            values[i] = 0.2f * (float) random.nextGaussian();
        }
        return Tensor.ofFloats(name, new long[] {WIDTH, WIDTH}, values);
    }
}
