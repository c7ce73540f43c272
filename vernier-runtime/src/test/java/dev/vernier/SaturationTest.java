package dev.vernier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import dev.vernier.runner.Runner;
import dev.vernier.runner.RunnerOptions;
import dev.vernier.runner.RunnerOptions.Optimization;
import dev.vernier.runner.Runners;
import dev.vernier.target.Accumulation;
import dev.vernier.target.Target;
import dev.vernier.target.Targets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The worst weights there are, all equal, times the largest activations: what ONNX Runtime computes
 * with its integer kernels must be what the file says, node by node and in float.
 */
class SaturationTest {

    @TempDir private Path folder;

    /** A product that reads {@code x}, its shape, and that of its weight {@code w}. */
    record Product(Node node, List<Long> input, List<Long> weight, List<Long> output) {
        @Override
        public String toString() {
            return node.op().name() + weight;
        }
    }

    private static Stream<Product> products() {
        return Stream.of(
                new Product(node("MatMul"), shape(3, 64), shape(64, 8), shape(3, 8)),
                new Product(node("MatMul"), shape(1, 33), shape(33, 8), shape(1, 8)),
                new Product(node("Gemm"), shape(2, 31), shape(31, 8), shape(2, 8)),
                new Product(
                        node("Gemm", Attribute.of("transB", 1)),
                        shape(2, 31),
                        shape(8, 31),
                        shape(2, 8)),
                convolution(1, 8, 16, 3),
                convolution(1, 3, 16, 3),
                convolution(1, 16, 16, 1),
                convolution(2, 6, 8, 3),
                convolution(8, 8, 8, 3),
                convolution(4, 4, 8, 3));
    }

    private static Product convolution(int group, int inputs, int outputs, int kernel) {
        return new Product(
                node("Conv", Attribute.of("group", group)),
                shape(1, inputs, 6, 6),
                shape(outputs, inputs / group, kernel, kernel),
                shape(1, outputs, 7 - kernel, 7 - kernel));
    }

    @ParameterizedTest
    @MethodSource("products")
    void portableFileIsExactOnEveryProcessor(Product product) throws IOException {
        assertThat(deviation(product, Targets.PORTABLE_CPU)).isLessThan(1e-3);
    }

    @ParameterizedTest
    @MethodSource("products")
    void defaultFileIsExactOnThisProcessor(Product product) throws IOException {
        assertThat(deviation(product, Targets.ONNXRUNTIME_CPU)).isLessThan(1e-3);
    }

    /** Else the rule would have no reason. */
    @ParameterizedTest
    @MethodSource("products")
    void fileForOtherProcessorsIsOffWhereProductsSaturate(Product product) throws IOException {
        assumeTrue(Targets.ONNXRUNTIME_CPU.accumulation() == Accumulation.SATURATING_PAIRS);
        boolean depthwise = product.node().attribute("group", 1L) == 8L;

        double deviation = deviation(product, Targets.named("avx512_vnni"));

        assertThat(deviation).isCloseTo(depthwise ? 0 : 0.5, within(depthwise ? 1e-3 : 0.3));
    }

    /** How far the deployed result is from the definition, as a share of it. */
    private double deviation(Product product, Target target) throws IOException {
        Path model = folder.resolve("model.onnx");
        Path output = folder.resolve("model.int8.onnx");
        ModelFile.write(model, model(product), true, OutputFile.Check.NONE);
        Sample sample = sample(product);

        Quantizer.of(model)
                .target(target)
                .calibrateWith(Samples.of(sample))
                .overwrite(true)
                .writeTo(output);

        float[] defined = run(output, sample, Optimization.NONE);
        float[] deployed = run(output, sample, Optimization.ALL);
        double worst = 0;
        for (int i = 0; i < defined.length; i++) {
            worst = Math.max(worst, Math.abs(deployed[i] - defined[i]) / Math.abs(defined[i]));
        }
        return worst;
    }

    private static Model model(Product product) {
        return Model.of(
                8,
                Graph.builder("worst", Opsets.of(13))
                        .input(value("x", product.input()))
                        .output(value("y", product.output()))
                        .initializer(
                                Tensor.ofFloats(
                                        "w",
                                        array(product.weight()),
                                        filled(product.weight(), -1f)))
                        .node(product.node())
                        .build());
    }

    /** The largest code everywhere. */
    private static Sample sample(Product product) {
        SampleTensor ones =
                SampleTensor.ofFloats(array(product.input()), filled(product.input(), 1f));
        return new Sample("worst", Map.of("x", ones));
    }

    private static float[] run(Path model, Sample sample, Optimization optimization) {
        try (Runner runner =
                Runners.onnxRuntime(model, RunnerOptions.DEFAULT.withOptimization(optimization))) {
            return runner.run(sample.inputs()).values().iterator().next().floats();
        }
    }

    private static ValueInfo value(String name, List<Long> shape) {
        return ValueInfo.tensor(name, ElementType.FLOAT, Shape.of(array(shape)));
    }

    private static Node node(String op, Attribute... attributes) {
        return Node.of("product", op, List.of("x", "w"), List.of("y"), attributes);
    }

    private static List<Long> shape(long... lengths) {
        return Arrays.stream(lengths).boxed().toList();
    }

    private static long[] array(List<Long> shape) {
        return shape.stream().mapToLong(Long::longValue).toArray();
    }

    private static float[] filled(List<Long> shape, float value) {
        float[] values = new float[Math.toIntExact(shape.stream().reduce(1L, (a, b) -> a * b))];
        Arrays.fill(values, value);
        return values;
    }
}
