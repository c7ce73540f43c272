package dev.vernier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.data.Sample;
import dev.vernier.data.SampleTensor;
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
import dev.vernier.prepare.Preparation;
import dev.vernier.prepare.PreparationOptions;
import dev.vernier.runner.RunTensor;
import dev.vernier.runner.Runner;
import dev.vernier.runner.RunnerOptions;
import dev.vernier.runner.Runners;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A layer of a transformer that normalizes behind its residual sums: what preparation rearranges
 * computes the same, and ONNX Runtime fuses all that it could fuse.
 */
class TransformerLayerTest {

    private static final int WIDTH = 16;
    private static final int HIDDEN = 24;

    @TempDir private Path folder;

    private static LongStream seeds() {
        return LongStream.rangeClosed(1, 20);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void preparedLayerComputesTheSame(long seed) {
        Random random = new Random(seed);
        Model model = Model.of(8, new Layer(random).graph());
        Model prepared = Preparation.prepare(model, new PreparationOptions(13)).model();
        int batch = 1 + random.nextInt(3);
        int length = 1 + random.nextInt(7);
        float[] values = new float[batch * length * WIDTH];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        Sample sample =
                new Sample(
                        "s",
                        Map.of(
                                "x",
                                SampleTensor.ofFloats(new long[] {batch, length, WIDTH}, values)));

        float[] expected = run(model, sample);
        float[] actual = run(prepared, sample);

        assertThat(prepared.graph().nodes()).hasSizeLessThan(model.graph().nodes().size());
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i]).isCloseTo(expected[i], within(2e-5f));
        }
    }

    private float[] run(Model model, Sample sample) {
        try (Runner runner = Runners.onnxRuntime(model, folder, List.of(), RunnerOptions.DEFAULT)) {
            RunTensor result = runner.run(sample).get("y");
            assertThat(result).isNotNull();
            return result.floats();
        }
    }

    @Test
    void everythingFusesOnceQuantized() throws IOException {
        Path model = folder.resolve("model.onnx");
        Path output = folder.resolve("model.int8.onnx");
        ModelFile.write(
                model, Model.of(8, new Layer(new Random(3)).graph()), false, OutputFile.Check.NONE);

        QuantizationResult result =
                Quantizer.of(model).calibrateWith(Samples.random(16, 5)).writeTo(output);

        assertThat(result.evaluation().integerShare().notFused()).isEmpty();
        List<String> running =
                Runners.optimizedModel(output, RunnerOptions.DEFAULT).graph().nodes().stream()
                        .map(node -> node.op().name())
                        .toList();
        assertThat(running).filteredOn("SkipLayerNormalization"::equals).hasSize(2);
        assertThat(running).filteredOn("MatMulIntegerToFloat"::equals).hasSize(5);
        assertThat(running).filteredOn("QGemm"::equals).hasSize(1);
        assertThat(running).contains("Gelu").doesNotContain("BiasGelu", "DequantizeLinear");
        assertThat(running).as("the bias of the queries").filteredOn("Add"::equals).hasSize(1);
    }

    /** Writes the layer down, a line a node; its constants are random. */
    private static final class Layer {

        private final Random random;
        private final Graph.Builder graph = Graph.builder("layer", Opsets.of(17));

        Layer(Random random) {
            this.random = random;
        }

        Graph graph() {
            graph.input(floats("x"));
            graph.output(floats("y"));
            graph.initializer(Tensor.ofLongs("heads", new long[] {4}, 0, 0, 4, 4));
            graph.initializer(Tensor.ofLongs("flat", new long[] {3}, 0, 0, WIDTH));
            number("root", 2);
            number("sqrt2", 1.4142135f);
            number("one", 1);
            number("half", 0.5f);
            String query = head("query", 0, 2, 1, 3);
            String key = head("key", 0, 2, 3, 1);
            String value = head("value", 0, 2, 1, 3);
            node("scores", "MatMul", List.of(query, key));
            node("scaled", "Div", List.of("scores", "root"));
            node("weights", "Softmax", List.of("scaled"), Attribute.of("axis", -1));
            node("mixed", "MatMul", List.of("weights", value));
            node("beside", "Transpose", List.of("mixed"), Attribute.ofInts("perm", 0, 2, 1, 3));
            node("context", "Reshape", List.of("beside", "flat"));
            normalized("attended", biased("projection", "context", WIDTH, WIDTH), "x");
            String hidden = biased("hidden", "attended", WIDTH, HIDDEN);
            node("quotient", "Div", List.of(hidden, "sqrt2"));
            node("erf", "Erf", List.of("quotient"));
            node("plus", "Add", List.of("erf", "one"));
            node("gated", "Mul", List.of(hidden, "plus"));
            node("gelu", "Mul", List.of("gated", "half"));
            normalized("y", biased("contracted", "gelu", HIDDEN, WIDTH), "attended");
            return graph.build();
        }

        private String head(String name, long... order) {
            node(name + "_split", "Reshape", List.of(biased(name, "x", WIDTH, WIDTH), "heads"));
            node(
                    name + "_head",
                    "Transpose",
                    List.of(name + "_split"),
                    Attribute.ofInts("perm", order));
            return name + "_head";
        }

        private String biased(String name, String input, int rows, int columns) {
            constant(name + "_w", rows, columns);
            constant(name + "_b", columns);
            node(name + "_product", "MatMul", List.of(input, name + "_w"));
            node(name, "Add", List.of(name + "_b", name + "_product"));
            return name;
        }

        private void normalized(String name, String value, String residual) {
            constant(name + "_scale", WIDTH);
            constant(name + "_shift", WIDTH);
            node(name + "_sum", "Add", List.of(value, residual));
            node(
                    name,
                    "LayerNormalization",
                    List.of(name + "_sum", name + "_scale", name + "_shift"),
                    Attribute.of("axis", -1));
        }

        private void node(String output, String op, List<String> inputs, Attribute... attributes) {
            graph.node(Node.of(output + "_node", op, inputs, List.of(output), attributes));
        }

        private void number(String name, float value) {
            graph.initializer(Tensor.ofFloats(name, new long[0], value));
        }

        private void constant(String name, long... shape) {
            float[] values = new float[(int) LongStream.of(shape).reduce(1, (a, b) -> a * b)];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian() / 2;
            }
            graph.initializer(Tensor.ofFloats(name, shape, values));
        }

        private static ValueInfo floats(String name) {
            List<Dimension> axes = new ArrayList<>();
            axes.add(Dimension.named("batch"));
            axes.add(Dimension.named("length"));
            axes.add(Dimension.of(WIDTH));
            return ValueInfo.tensor(name, ElementType.FLOAT, new Shape(axes));
        }
    }
}
