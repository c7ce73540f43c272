package dev.vernier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import dev.vernier.lint.Linter;
import dev.vernier.model.ModelFile;
import dev.vernier.model.OutputFile;
import dev.vernier.model.Weights;
import dev.vernier.target.FloatType;
import dev.vernier.target.Target;
import dev.vernier.target.Targets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files for runtimes that are not here load, run and are right in ONNX Runtime all the same. */
class OtherTargetsTest {

    private static final long SEED = 7;

    @TempDir private Path folder;

    private static Stream<Target> targets() {
        return Stream.of(Targets.TENSORRT, Targets.PORTABLE);
    }

    @ParameterizedTest
    @MethodSource("targets")
    void fileRunsAndIsCloseToFloat(Target target) throws IOException {
        QuantizationResult result = quantize(target);

        assertThat(result.evaluation().outputs())
                .allMatch(output -> output.sqnrDecibel() > 25, "more than 25 dB");
    }

    @ParameterizedTest
    @MethodSource("targets")
    void everyZeroPointIsZeroAndNoBiasIsQuantized(Target target) throws IOException {
        Graph graph = ModelFile.read(quantize(target).output()).model().graph();

        assertThat(graph.initializers().values())
                .filteredOn(tensor -> tensor.name().endsWith("_zero_point"))
                .isNotEmpty()
                .allMatch(tensor -> tensor.type() == ElementType.INT8)
                .allMatch(tensor -> Stream.of(Weights.longs(tensor)).allMatch(z -> z[0] == 0));
        assertThat(graph.initializers().values())
                .noneMatch(tensor -> tensor.type() == ElementType.INT32);
    }

    @Test
    void shortcutOfTheSumIsQuantizedForTensorRt() throws IOException {
        Graph graph = ModelFile.read(quantize(Targets.TENSORRT).output()).model().graph();
        Node sum = graph.nodes().stream().filter(node -> node.is("Add")).findFirst().orElseThrow();

        assertThat(
                        sum.inputs().stream()
                                .map(input -> graph.producer(input).orElseThrow().op().name()))
                .containsExactly("Conv", "DequantizeLinear");
    }

    @Test
    void remainderRunsInFloat16UnderTheSameInputsAndOutputs() throws IOException {
        QuantizationResult result = quantize(Targets.TENSORRT, FloatType.FLOAT16);
        Graph graph = ModelFile.read(result.output()).model().graph();

        assertThat(result.evaluation().outputs())
                .allMatch(output -> output.sqnrDecibel() > 25, "more than 25 dB");
        assertThat(graph.elementType("x")).contains(ElementType.FLOAT);
        assertThat(graph.elementType("y")).contains(ElementType.FLOAT);
        assertThat(graph.initializers().values())
                .filteredOn(tensor -> tensor.type() == ElementType.FLOAT)
                .extracting(Tensor::name)
                .containsExactly("x_scale"); // of the input, which is quantized as it comes
        assertThat(graph.nodes()).filteredOn(node -> node.is("Cast")).hasSize(1);
        assertThat(graph.opsets().onnx()).isGreaterThanOrEqualTo(19);
        assertThat(Linter.lint(graph, Targets.TENSORRT)).isEmpty();
    }

    @Test
    void remainderThatATargetDoesNotRunIsRefused() {
        assertThatThrownBy(
                        () ->
                                Quantizer.of(folder.resolve("model.onnx"))
                                        .remainder(FloatType.FLOAT16))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("target onnxruntime-cpu runs: [FLOAT32]");
    }

    private QuantizationResult quantize(Target target) throws IOException {
        return quantize(target, FloatType.FLOAT32);
    }

    private QuantizationResult quantize(Target target, FloatType remainder) throws IOException {
        Path model = folder.resolve("model.onnx");
        ModelFile.write(model, block(), true, OutputFile.Check.NONE);
        return Quantizer.of(model)
                .target(target)
                .remainder(remainder)
                .calibrateWith(Samples.random(20, SEED))
                .overwrite(true)
                .writeTo(folder.resolve("model.int8.onnx"));
    }

    private static Model block() {
        Random random = new Random(SEED);
        Attribute same = Attribute.ofInts("pads", 1, 1, 1, 1);
        return Model.of(
                8,
                Graph.builder("block", Opsets.of(13))
                        .input(value("x", 1, 16, 8, 8))
                        .output(value("y", 1, 10))
                        .initializer(weight("u", random, 16, 16, 3, 3))
                        .initializer(weight("v", random, 16, 16, 3, 3))
                        .initializer(weight("b", random, 16))
                        .initializer(weight("w", random, 16, 10))
                        .node(node("Conv", "c", List.of("x", "u", "b"), same))
                        .node(node("Relu", "r", List.of("c")))
                        .node(node("Conv", "d", List.of("r", "v", "b"), same))
                        .node(node("Add", "a", List.of("d", "x")))
                        .node(node("GlobalAveragePool", "g", List.of("a")))
                        .node(node("Flatten", "f", List.of("g")))
                        .node(node("Gemm", "y", List.of("f", "w")))
                        .build());
    }

    private static Node node(
            String op, String output, List<String> inputs, Attribute... attributes) {
        return Node.of(output, op, inputs, List.of(output), attributes);
    }

    private static ValueInfo value(String name, long... shape) {
        return ValueInfo.tensor(name, ElementType.FLOAT, Shape.of(shape));
    }

    private static Tensor weight(String name, Random random, long... shape) {
        int elements = 1;
        for (long length : shape) {
            elements *= (int) length;
        }
        float[] values = new float[elements];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian() / 8;
        }
        return Tensor.ofFloats(name, shape, values);
    }
}
