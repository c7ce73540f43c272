package dev.vernier.benchmarks;

import ai.onnxruntime.OrtException;
import dev.vernier.numeric.IntegerType;
import dev.vernier.numeric.QuantizationParameters;
import dev.vernier.numeric.TensorQuantizer;
import java.util.Arrays;
import java.util.Random;

/**
 * Calls Vernier and ONNX Runtime in turn, 200 times each, and prints minima and lower quartiles in
 * milliseconds with their ratios.
 *
 * <p>For machines that others use too: there JMH, which measures one side after the other, compares
 * different loads. Start it several times; where memory happens to lie moves both sides by a
 * quarter.
 */
public final class PairedComparison {

    private static final int LENGTH = LinearQuantizationBenchmark.LENGTH;
    private static final int WARMUP = 30;
    private static final int CALLS = 200;

    /** One call of one side. */
    @FunctionalInterface
    private interface Work {
        void run() throws OrtException;
    }

    private PairedComparison() {}

    public static void main(String... arguments) throws OrtException {
        QuantizationParameters grid = new QuantizationParameters(0.03f, 3, IntegerType.INT8);
        TensorQuantizer quantizer = TensorQuantizer.perTensor(grid, LENGTH);
        float[] values = new float[LENGTH];
        byte[] codes = new byte[LENGTH];
        float[] results = new float[LENGTH];
        Random random = new Random(1);
        for (int i = 0; i < LENGTH; i++) {
            values[i] = (float) random.nextGaussian();
        }
        try (OnnxRuntimeOperators onnxRuntime = OnnxRuntimeOperators.open(grid, LENGTH)) {
            onnxRuntime.fill(values);
            compare(
                    "quantize",
                    () -> quantizer.quantize(0, values, 0, codes, 0, LENGTH),
                    onnxRuntime::quantize);
            compare(
                    "dequantize",
                    () -> quantizer.dequantize(0, codes, 0, results, 0, LENGTH),
                    onnxRuntime::dequantize);
        }
    }

    private static void compare(String name, Work ours, Work theirs) throws OrtException {
        double[] our = new double[CALLS];
        double[] their = new double[CALLS];
        for (int i = -WARMUP; i < CALLS; i++) {
            double mine = milliseconds(ours);
            double other = milliseconds(theirs);
            if (i >= 0) {
                our[i] = mine;
                their[i] = other;
            }
        }
        Arrays.sort(our);
        Arrays.sort(their);
        int quartile = CALLS / 4;
        System.out.printf(
                "%-10s  minimum %.2f / %.2f = %.2f   lower quartile %.2f / %.2f = %.2f%n",
                name,
                our[0],
                their[0],
                our[0] / their[0],
                our[quartile],
                their[quartile],
                our[quartile] / their[quartile]);
    }

    private static double milliseconds(Work work) throws OrtException {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e6;
    }
}
