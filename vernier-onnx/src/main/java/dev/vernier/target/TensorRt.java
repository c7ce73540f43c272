package dev.vernier.target;

import dev.vernier.numeric.LinearScheme;
import dev.vernier.target.OperatorRole.Averaging;
import dev.vernier.target.OperatorRole.Residual;
import dev.vernier.target.OperatorRole.Sharing;
import dev.vernier.target.OperatorRole.Weighted;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * TensorRT 10 and 11: int8 symmetric activations with zero point 0, int8 symmetric weights per
 * channel, biases in float.
 *
 * <p>Source: TensorRT's developer guide, "Working with quantized types", and the placement of
 * NVIDIA's Model Optimizer. Both versions take the same Q/DQ; in 11 the types of the file are
 * binding, so all else runs in float32.
 */
final class TensorRt {

    private TensorRt() {}

    static Target target() {
        Map<String, OperatorRole> rows = new LinkedHashMap<>(products());
        rows.put("Add", new Residual());
        rows.put("AveragePool", new Averaging());
        rows.put("GlobalAveragePool", new Averaging());
        rows.put("Concat", new Sharing());
        return new Target(
                "tensorrt",
                LinearScheme.INT8_SYMMETRIC,
                WideActivations.NONE,
                LinearScheme.INT8_SYMMETRIC_NARROW,
                WeightGranularity.PER_CHANNEL,
                BiasForm.FLOAT,
                Set.of(FloatType.FLOAT32, FloatType.FLOAT16),
                13,
                Accumulation.EXACT,
                PairPlacement.ON_INPUTS,
                Set.of(Restriction.NARROW_CONVOLUTION, Restriction.VECTOR_PRODUCT),
                rows);
    }

    /**
     * Plain symmetric int8 on the inputs of products, which every reader of ONNX accepts; safe
     * where a processor adds products in 16 bits.
     */
    static Target portable() {
        return new Target(
                "portable",
                LinearScheme.INT8_SYMMETRIC,
                WideActivations.NONE,
                LinearScheme.INT8_SYMMETRIC_NARROW,
                WeightGranularity.PER_CHANNEL,
                BiasForm.FLOAT,
                Set.of(FloatType.FLOAT32),
                13,
                Accumulation.SATURATING_PAIRS,
                PairPlacement.ON_INPUTS,
                Set.of(),
                products());
    }

    private static Map<String, OperatorRole> products() {
        Map<String, OperatorRole> rows = new LinkedHashMap<>();
        rows.put("Conv", new Weighted(WeightLayout.CONVOLUTION, OutputForm.FLOAT));
        rows.put("ConvTranspose", new Weighted(WeightLayout.TRANSPOSED, OutputForm.FLOAT));
        rows.put("Gemm", new Weighted(WeightLayout.GEMM, OutputForm.FLOAT));
        rows.put("MatMul", new Weighted(WeightLayout.MATMUL, OutputForm.FLOAT));
        return rows;
    }
}
