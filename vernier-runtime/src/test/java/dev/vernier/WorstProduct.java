package dev.vernier;

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
import dev.vernier.target.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A product of the worst weights there are, all equal, and the largest activations: each pair of
 * neighbours overflows 16 bits.
 *
 * @param node reads {@code x} and the weight {@code w}
 * @param input shape of {@code x}
 * @param weight shape of {@code w}
 * @param output shape of {@code y}
 */
record WorstProduct(Node node, List<Long> input, List<Long> weight, List<Long> output) {

    static Stream<WorstProduct> all() {
        return Stream.of(
                new WorstProduct(node("MatMul"), shape(3, 64), shape(64, 8), shape(3, 8)),
                new WorstProduct(node("MatMul"), shape(1, 33), shape(33, 8), shape(1, 8)),
                new WorstProduct(node("Gemm"), shape(2, 31), shape(31, 8), shape(2, 8)),
                new WorstProduct(
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

    private static WorstProduct convolution(int group, int inputs, int outputs, int kernel) {
        return new WorstProduct(
                node("Conv", Attribute.of("group", group)),
                shape(1, inputs, 6, 6),
                shape(outputs, inputs / group, kernel, kernel),
                shape(1, outputs, 7 - kernel, 7 - kernel));
    }

    boolean isDepthwise() {
        return weight.get(1) == 1 && node.attribute("group", 1L) == weight.get(0);
    }

    /** Quantizes the product for a target. */
    void quantize(Target target, Path folder, Path output) throws IOException {
        Path model = folder.resolve("model.onnx");
        ModelFile.write(model, model(), true, OutputFile.Check.NONE);
        Quantizer.of(model)
                .target(target)
                .calibrateWith(Samples.of(sample()))
                .overwrite(true)
                .writeTo(output);
    }

    /** How far the deployed result is from the definition, as a share of it. */
    double deviation(Path quantized) {
        float[] defined = run(quantized, Optimization.NONE);
        float[] deployed = run(quantized, Optimization.ALL);
        double worst = 0;
        for (int i = 0; i < defined.length; i++) {
            worst = Math.max(worst, Math.abs(deployed[i] - defined[i]) / Math.abs(defined[i]));
        }
        return worst;
    }

    private float[] run(Path model, Optimization optimization) {
        try (Runner runner =
                Runners.onnxRuntime(model, RunnerOptions.DEFAULT.withOptimization(optimization))) {
            return runner.run(sample().inputs()).values().iterator().next().floats();
        }
    }

    private Model model() {
        return Model.of(
                8,
                Graph.builder("worst", Opsets.of(13))
                        .input(value("x", input))
                        .output(value("y", output))
                        .initializer(Tensor.ofFloats("w", array(weight), filled(weight, -1f)))
                        .node(node)
                        .build());
    }

    /** The largest code everywhere. */
    private Sample sample() {
        SampleTensor ones = SampleTensor.ofFloats(array(input), filled(input, 1f));
        return new Sample("worst", Map.of("x", ones));
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

    @Override
    public String toString() {
        return node.op().name() + weight;
    }
}
