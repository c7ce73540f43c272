package dev.vernier.target;

import dev.vernier.numeric.LinearScheme;
import dev.vernier.target.OperatorRole.Clipping;
import dev.vernier.target.OperatorRole.Joining;
import dev.vernier.target.OperatorRole.Lookup;
import dev.vernier.target.OperatorRole.Moving;
import dev.vernier.target.OperatorRole.Projecting;
import dev.vernier.target.OperatorRole.Recurrent;
import dev.vernier.target.OperatorRole.Saturating;
import dev.vernier.target.OperatorRole.Shunned;
import dev.vernier.target.OperatorRole.Weighted;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * ONNX Runtime on a CPU: uint8 affine activations, int8 symmetric weights per channel, int32
 * biases.
 *
 * <p>A row stands here only if ONNX Runtime 1.29 turns the group of DequantizeLinear, operator and
 * QuantizeLinear into one integer kernel; a test asks the session's optimised graph for each.
 */
final class OnnxRuntimeCpu {

    private OnnxRuntimeCpu() {}

    /** Under this name, for processors that add up products in this way. */
    static Target target(String name, Accumulation accumulation) {
        return new Target(
                name,
                LinearScheme.UINT8_AFFINE,
                WideActivations.NONE,
                LinearScheme.INT8_SYMMETRIC_NARROW,
                WeightGranularity.PER_CHANNEL,
                BiasForm.INT32,
                Set.of(FloatType.FLOAT32),
                13,
                accumulation,
                PairPlacement.AROUND_KERNELS,
                Set.of(),
                operators());
    }

    private static Map<String, OperatorRole> operators() {
        Map<String, OperatorRole> rows = new LinkedHashMap<>();
        rows.put("Conv", new Weighted(WeightLayout.CONVOLUTION, OutputForm.INTEGER));
        rows.put("MatMul", new Weighted(WeightLayout.MATMUL, OutputForm.FLOAT));
        rows.put("Gemm", new Weighted(WeightLayout.GEMM, OutputForm.EITHER));
        rows.put("Gather", new Lookup());
        rows.put("LSTM", new Recurrent());
        rows.put("com.microsoft.Attention", new Projecting());

        rows.put("Relu", new Clipping());
        rows.put("Clip", new Clipping());

        rows.put("Add", new Joining());
        rows.put("Mul", new Joining());
        rows.put("Concat", new Joining());
        rows.put("AveragePool", new Joining());
        rows.put("GlobalAveragePool", new Joining());
        rows.put("Sigmoid", new Joining());
        rows.put("LeakyRelu", new Joining());
        rows.put("HardSigmoid", new Saturating());

        rows.put("MaxPool", new Moving());
        rows.put("Reshape", new Moving());
        rows.put("Flatten", new Moving());
        rows.put("Transpose", new Moving());
        rows.put("Squeeze", new Moving());
        rows.put("Unsqueeze", new Moving());
        rows.put("Slice", new Moving());
        rows.put("Resize", new Moving(Optional.of("nearest")));
        rows.put("Expand", new Moving());
        rows.put("Tile", new Moving());
        rows.put("DepthToSpace", new Moving());
        rows.put("GatherElements", new Moving());
        rows.put("ReduceMax", new Moving());
        rows.put("ReduceMin", new Moving());

        rows.put("Softmax", new Shunned());
        rows.put("Where", new Shunned());
        return rows;
    }
}
