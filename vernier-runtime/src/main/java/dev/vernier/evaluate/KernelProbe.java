package dev.vernier.evaluate;

import dev.vernier.data.SampleTensor;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.Node;
import dev.vernier.graph.Opsets;
import dev.vernier.graph.Shape;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.ValueInfo;
import dev.vernier.runner.Runner;
import dev.vernier.runner.RunnerOptions;
import dev.vernier.runner.Runners;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Asks ONNX Runtime itself how its integer kernel adds up products: the largest activations times
 * the largest weights, whose neighbours overflow 16 bits, equation (21).
 *
 * <p>Takes some milliseconds; the library is loaded if it was not.
 */
public final class KernelProbe {

    private static final int LENGTH = 64;
    private static final int CHANNELS = 16;

    private KernelProbe() {}

    /**
     * Whether sums of two products saturate at 16 bits on this processor.
     *
     * @throws dev.vernier.runner.RunException if ONNX Runtime cannot be loaded or does not run
     */
    public static boolean saturates() {
        float[] ones = new float[LENGTH];
        Arrays.fill(ones, 255f);
        SampleTensor x = SampleTensor.ofFloats(new long[] {1, LENGTH}, ones);
        try (Runner runner =
                Runners.onnxRuntime(product(), Path.of(""), List.of(), RunnerOptions.DEFAULT)) {
            float found = runner.run(Map.of("x", x)).values().iterator().next().floats()[0];
            return found < 0.99f * 255 * 127 * LENGTH;
        }
    }

    /** y = DQ(Q(x)) DQ(w) with scales of 1 and all codes of w 127. */
    private static Model product() {
        byte[] codes = new byte[LENGTH * CHANNELS];
        Arrays.fill(codes, (byte) 127);
        long[] scalar = new long[0];
        return Model.of(
                8,
                Graph.builder("probe", Opsets.of(13))
                        .input(ValueInfo.tensor("x", ElementType.FLOAT, Shape.of(1, LENGTH)))
                        .output(ValueInfo.tensor("y", ElementType.FLOAT, Shape.of(1, CHANNELS)))
                        .initializer(Tensor.ofFloats("s", scalar, 1f))
                        .initializer(Tensor.ofBytes("z", ElementType.UINT8, scalar, new byte[1]))
                        .initializer(Tensor.ofBytes("v", ElementType.INT8, scalar, new byte[1]))
                        .initializer(
                                Tensor.ofBytes(
                                        "w",
                                        ElementType.INT8,
                                        new long[] {LENGTH, CHANNELS},
                                        codes))
                        .node(pair("QuantizeLinear", "x", "z", "q"))
                        .node(pair("DequantizeLinear", "q", "z", "d"))
                        .node(pair("DequantizeLinear", "w", "v", "e"))
                        .node(Node.of("product", "MatMul", List.of("d", "e"), List.of("y")))
                        .build());
    }

    private static Node pair(String op, String input, String zeroPoint, String output) {
        return Node.of(output, op, List.of(input, "s", zeroPoint), List.of(output));
    }
}
