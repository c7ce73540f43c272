package dev.vernier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.data.Sample;
import dev.vernier.data.SampleTensor;
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
import dev.vernier.numeric.Range;
import dev.vernier.plan.NodeDecision;
import dev.vernier.plan.Reason;
import dev.vernier.runner.RunnerOptions;
import dev.vernier.runner.Runners;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Codes that a model turns into one-hot vectors with Equal and Cast: by themselves they are exact
 * in integers; beside amounts, on whose scale they would be zero, the product stays in float.
 */
class OneHotTest {

    private static final long SEED = 61;
    private static final int KINDS = 16;
    private static final int SAMPLES = 64;

    @TempDir private Path folder;

    @Test
    void oneHotVectorsAreExact() throws IOException {
        QuantizationResult result = quantize(false, 1);

        assertThat(result.plan().activation("hot").range()).isEqualTo(new Range(0, 1));
        assertThat(product(result).reason()).isEqualTo(Reason.WEIGHTED_KERNEL);
        assertThat(floatProducts()).isZero();
        assertThat(result.evaluation().worstSqnr()).isGreaterThan(35);
    }

    @Test
    void besideLargeAmountsTheProductStaysInFloat() throws IOException {
        QuantizationResult result = quantize(true, 1000);

        assertThat(product(result).reason()).isEqualTo(Reason.MIXED_RANGES);
        assertThat(product(result).detail()).contains("hot would keep", "of all");
        assertThat(floatProducts()).isEqualTo(1);
        assertThat(result.evaluation().worstSqnr()).isGreaterThan(30);
    }

    @Test
    void besideSmallAmountsItDoesNot() throws IOException {
        QuantizationResult result = quantize(true, 2);

        assertThat(product(result).reason()).isEqualTo(Reason.WEIGHTED_KERNEL);
        assertThat(floatProducts()).isZero();
        assertThat(result.evaluation().worstSqnr()).isGreaterThan(30);
    }

    private static NodeDecision product(QuantizationResult result) {
        return result.plan().nodes().stream()
                .filter(node -> node.node().equals("product"))
                .findFirst()
                .orElseThrow();
    }

    /** Of which the file has two. */
    private long floatProducts() throws IOException {
        Graph optimized =
                Runners.optimizedModel(folder.resolve("model.int8.onnx"), RunnerOptions.DEFAULT)
                        .graph();
        return optimized.nodes().stream()
                .filter(node -> node.op().name().matches("(Fused)?(MatMul|Gemm)"))
                .count();
    }

    private QuantizationResult quantize(boolean withAmounts, float largest) throws IOException {
        Path model = folder.resolve("model.onnx");
        ModelFile.write(model, model(withAmounts, largest), false, OutputFile.Check.NONE);
        return Quantizer.of(model)
                .calibrateWith(Samples.of(samples(withAmounts, largest)))
                .writeTo(folder.resolve("model.int8.onnx"));
    }

    private static Model model(boolean withAmounts, float largest) {
        Random random = new Random(SEED);
        float[] kinds = gaussian(random, KINDS * KINDS, 1);
        float[] amounts = gaussian(random, KINDS * KINDS, 1 / largest);
        float[] weights = withAmounts ? concatenated(kinds, amounts) : kinds;
        long[] kindNumbers = new long[KINDS];
        Arrays.setAll(kindNumbers, i -> i);
        Graph.Builder graph =
                Graph.builder("kinds", Opsets.of(13))
                        .input(ValueInfo.tensor("kind", ElementType.INT64, Shape.of(1, 1)))
                        .output(ValueInfo.tensor("y", ElementType.FLOAT, Shape.of(1, KINDS)))
                        .initializer(Tensor.ofLongs("kinds", new long[] {1, KINDS}, kindNumbers))
                        .initializer(
                                Tensor.ofFloats(
                                        "w", new long[] {weights.length / KINDS, KINDS}, weights))
                        .initializer(
                                Tensor.ofFloats(
                                        "v",
                                        new long[] {KINDS, KINDS},
                                        gaussian(random, KINDS * KINDS, 1)))
                        .node(Node.of("equal", "Equal", List.of("kind", "kinds"), List.of("is")))
                        .node(
                                Node.of(
                                        "cast",
                                        "Cast",
                                        List.of("is"),
                                        List.of("hot"),
                                        Attribute.of("to", ElementType.FLOAT.code())));
        if (withAmounts) {
            graph.input(ValueInfo.tensor("amount", ElementType.FLOAT, Shape.of(1, KINDS)));
            graph.node(
                    Node.of(
                            "concat",
                            "Concat",
                            List.of("hot", "amount"),
                            List.of("all"),
                            Attribute.of("axis", 1)));
        }
        return Model.of(
                8,
                graph.node(
                                Node.of(
                                        "product",
                                        "MatMul",
                                        List.of(withAmounts ? "all" : "hot", "w"),
                                        List.of("h")))
                        .node(Node.of("tanh", "Tanh", List.of("h"), List.of("t")))
                        .node(Node.of("last", "MatMul", List.of("t", "v"), List.of("y")))
                        .build());
    }

    private static List<Sample> samples(boolean withAmounts, float largest) {
        Random random = new Random(SEED);
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < SAMPLES; i++) {
            Map<String, SampleTensor> inputs = new LinkedHashMap<>();
            inputs.put("kind", SampleTensor.ofLongs(new long[] {1, 1}, i % KINDS));
            if (withAmounts) {
                inputs.put(
                        "amount",
                        SampleTensor.ofFloats(
                                new long[] {1, KINDS}, gaussian(random, KINDS, largest / 3)));
            }
            samples.add(new Sample("kind" + i, inputs));
        }
        return samples;
    }

    private static float[] gaussian(Random random, int count, float spread) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = spread * (float) random.nextGaussian();
        }
        return values;
    }

    private static float[] concatenated(float[] first, float[] second) {
        float[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
