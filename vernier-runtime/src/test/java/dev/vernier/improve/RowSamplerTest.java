package dev.vernier.improve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.data.SampleTensor;
import dev.vernier.graph.Attribute;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.Node;
import dev.vernier.graph.Opsets;
import dev.vernier.graph.Shape;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.ValueInfo;
import dev.vernier.improve.matrix.Rows;
import dev.vernier.improve.matrix.WeightMatrix;
import dev.vernier.runner.Runner;
import dev.vernier.runner.RunnerOptions;
import dev.vernier.runner.Runners;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Patches times weights are what ONNX Runtime's convolution gives. */
class RowSamplerTest {

    private static final long SEED = 3;
    private static final int CHANNELS = 4;
    private static final int LENGTH = 7;

    static List<Arguments> convolutions() {
        Attribute group = Attribute.of("group", 2L);
        return List.of(
                Arguments.of(List.of(), 4),
                Arguments.of(List.of(Attribute.ofInts("pads", 1, 0, 2, 1)), 4),
                Arguments.of(List.of(Attribute.ofInts("strides", 2, 1), group), 2),
                Arguments.of(
                        List.of(
                                Attribute.ofInts("dilations", 1, 2),
                                Attribute.ofInts("pads", 1, 1, 1, 1)),
                        4),
                Arguments.of(
                        List.of(
                                Attribute.of("auto_pad", "SAME_UPPER"),
                                Attribute.ofInts("strides", 2, 2)),
                        4),
                Arguments.of(
                        List.of(
                                Attribute.of("auto_pad", "SAME_LOWER"),
                                Attribute.ofInts("strides", 2, 3)),
                        4));
    }

    @ParameterizedTest
    @MethodSource("convolutions")
    void patchesTimesWeightsAreTheConvolution(List<Attribute> attributes, int inGroup) {
        Random random = new Random(SEED);
        float[] input = Nets.gaussian(2 * CHANNELS * LENGTH * LENGTH, random);
        float[] weights = Nets.gaussian(6 * inGroup * 3 * 2, random);
        Node conv =
                new Node(
                        "conv",
                        dev.vernier.graph.OpType.onnx("Conv"),
                        List.of("x", "w"),
                        List.of("y"),
                        attributes,
                        dev.vernier.graph.Extras.NONE);
        long[] shape = {2, CHANNELS, LENGTH, LENGTH};
        float[] expected = run(conv, input, weights, inGroup, shape);

        Window window = Window.of(conv, List.of(6L, (long) inGroup, 3L, 2L));
        Rows rows =
                new RowSampler(new RowSource("x", Optional.of(window)), Integer.MAX_VALUE)
                        .rows(input, shape, SEED);

        WeightMatrix matrix = new WeightMatrix(weights, 6, inGroup * 6, CHANNELS / inGroup);
        int area = rows.count() / 2;
        assertThat(expected).hasSize(rows.count() * 6);
        for (int row = 0; row < rows.count(); row++) {
            double[] patch = new double[rows.columns()];
            for (int i = 0; i < patch.length; i++) {
                patch[i] = rows.values()[row * patch.length + i];
            }
            double[] products = matrix.times(patch);
            for (int c = 0; c < 6; c++) {
                int at = (row / area * 6 + c) * area + row % area;
                assertThat(products[c])
                        .as("seed %d, %s, row %d", SEED, attributes, row)
                        .isCloseTo(expected[at], within(1e-4));
            }
        }
    }

    private static float[] run(
            Node conv, float[] input, float[] weights, int inGroup, long[] shape) {
        Graph graph =
                Graph.builder("conv", Opsets.of(13))
                        .input(ValueInfo.tensor("x", ElementType.FLOAT, Shape.of(shape)))
                        .output(
                                new ValueInfo(
                                        "y",
                                        new dev.vernier.graph.ValueType.TensorType(
                                                ElementType.FLOAT,
                                                Optional.empty(),
                                                dev.vernier.graph.Extras.NONE)))
                        .initializer(Tensor.ofFloats("w", new long[] {6, inGroup, 3, 2}, weights))
                        .node(conv)
                        .build();
        try (Runner runner =
                Runners.onnxRuntime(
                        Model.of(8, graph), Path.of("."), List.of(), RunnerOptions.DEFAULT)) {
            return runner.run(
                            Map.of("x", SampleTensor.ofFloats(shape, input)), java.util.Set.of("y"))
                    .values()
                    .iterator()
                    .next()
                    .floats();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3})
    void takesNoRowTwice(long seed) {
        float[] counted = new float[100];
        for (int i = 0; i < counted.length; i++) {
            counted[i] = i;
        }
        Rows rows =
                new RowSampler(new RowSource("x", Optional.empty()), 30)
                        .rows(counted, new long[] {100, 1}, seed);

        assertThat(rows.count()).isEqualTo(30);
        float[] taken = rows.values().clone();
        Arrays.sort(taken);
        assertThat(taken).isEqualTo(rows.values()).doesNotHaveDuplicates();
    }
}
