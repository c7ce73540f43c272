package dev.vernier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.data.Samples;
import dev.vernier.evaluate.IntegerShare;
import dev.vernier.graph.Attribute;
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
import dev.vernier.model.ModelFile;
import dev.vernier.model.OutputFile;
import dev.vernier.plan.Reason;
import dev.vernier.runner.RunnerOptions;
import dev.vernier.runner.Runners;
import dev.vernier.target.Targets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Models that ONNX Runtime's own optimizer wrote have Attention as one operator: its projection
 * computes in integers, asked of the session's optimised graph.
 */
class FusedAttentionTest {

    private static final long SEED = 71;
    private static final int WIDTH = 32;
    private static final int LENGTH = 8;

    @TempDir private Path folder;

    @Test
    void projectsInIntegers() throws IOException {
        QuantizationResult result = quantize("b");

        IntegerShare share = result.evaluation().integerShare();
        assertThat(result.plan().nodes().get(0).reason()).isEqualTo(Reason.DYNAMIC_KERNEL);
        assertThat(operators()).contains("QAttention").doesNotContain("Attention");
        assertThat(share.notFused()).isEmpty();
        assertThat(share.integer())
                .isEqualTo(share.total())
                .isEqualTo((long) LENGTH * WIDTH * 3 * WIDTH + (long) LENGTH * WIDTH * WIDTH);
        assertThat(result.evaluation().worstSqnr()).isGreaterThan(25);
    }

    @Test
    void projectsInIntegersUnderAMask() throws IOException {
        QuantizationResult result = quantize("b", "mask");

        assertThat(operators()).contains("QAttention").doesNotContain("Attention");
        assertThat(result.evaluation().worstSqnr()).isGreaterThan(25);
    }

    @Test
    void staysInFloatWhereSomethingIsAddedToTheScores() throws IOException {
        QuantizationResult result = quantize("b", "", "", "added");

        assertThat(result.plan().nodes().get(0).reason()).isEqualTo(Reason.ATTENTION_FORM);
        assertThat(operators()).contains("Attention").doesNotContain("QAttention");
    }

    /** The same scales on every processor, where sums of pairs might saturate. */
    private QuantizationResult quantize(String... further) throws IOException {
        Path file = folder.resolve("model.onnx");
        ModelFile.write(file, model(further), false, OutputFile.Check.NONE);
        return Quantizer.of(file)
                .target(Targets.PORTABLE_CPU)
                .calibrateWith(Samples.random(20, SEED))
                .writeTo(folder.resolve("model.int8.onnx"));
    }

    private List<String> operators() throws IOException {
        Path output = folder.resolve("model.int8.onnx");
        return Runners.optimizedModel(output, RunnerOptions.DEFAULT).graph().nodes().stream()
                .map(node -> node.op().name())
                .toList();
    }

    private static Model model(String... further) {
        Map<String, Long> versions = new LinkedHashMap<>();
        versions.put("", 13L);
        versions.put("com.microsoft", 1L);
        List<String> inputs = new ArrayList<>(List.of("x", "w"));
        inputs.addAll(List.of(further));
        Node attention =
                new Node(
                        "attention",
                        new OpType("com.microsoft", "Attention"),
                        inputs,
                        List.of("a"),
                        List.of(Attribute.of("num_heads", 4)),
                        Extras.NONE);
        Random random = new Random(SEED);
        Shape shape = Shape.of(1, LENGTH, WIDTH);
        return Model.of(
                8,
                Graph.builder("attention", new Opsets(versions))
                        .input(ValueInfo.tensor("x", ElementType.FLOAT, shape))
                        .output(ValueInfo.tensor("y", ElementType.FLOAT, shape))
                        .initializer(gaussian("w", random, WIDTH, 3L * WIDTH))
                        .initializer(gaussian("b", random, 3L * WIDTH))
                        .initializer(gaussian("v", random, WIDTH, WIDTH))
                        .initializer(gaussian("added", random, 1, 4, LENGTH, LENGTH))
                        .initializer(
                                Tensor.ofBytes(
                                        "mask",
                                        ElementType.INT32,
                                        new long[] {1},
                                        new byte[] {LENGTH - 2, 0, 0, 0}))
                        .node(attention)
                        .node(Node.of("last", "MatMul", List.of("a", "v"), List.of("y")))
                        .build());
    }

    private static Tensor gaussian(String name, Random random, long... shape) {
        float[] values = new float[(int) Shape.of(shape).elements().orElseThrow()];
        for (int i = 0; i < values.length; i++) {
            values[i] = 0.2f * (float) random.nextGaussian();
        }
        return Tensor.ofFloats(name, shape, values);
    }
}
