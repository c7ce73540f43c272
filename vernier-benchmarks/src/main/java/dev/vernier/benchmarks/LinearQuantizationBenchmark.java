package dev.vernier.benchmarks;

import ai.onnxruntime.OrtException;
import dev.vernier.numeric.IntegerType;
import dev.vernier.numeric.QuantizationParameters;
import dev.vernier.numeric.TensorQuantizer;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Quantize 16 Mi floats to int8 and back, on one thread, beside ONNX Runtime's QuantizeLinear and
 * DequantizeLinear on pinned buffers.
 *
 * <p>Both sides write into memory that exists before. Before measuring, the results are compared:
 * they must be equal bit for bit. Each call is a sample: on a machine that others use too, medians
 * and minima compare, averages do not.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
        value = 3,
        jvmArgsAppend = {
            "-Djava.util.concurrent.ForkJoinPool.common.parallelism=0", // the caller's thread only
            "--enable-native-access=ALL-UNNAMED",
            "-Xms1g"
        })
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class LinearQuantizationBenchmark {

    static final int LENGTH = 16 << 20;

    private final QuantizationParameters grid =
            new QuantizationParameters(0.03f, 3, IntegerType.INT8);
    private final TensorQuantizer quantizer = TensorQuantizer.perTensor(grid, LENGTH);

    private final float[] values = new float[LENGTH];
    private final byte[] codes = new byte[LENGTH];
    private final float[] results = new float[LENGTH];

    private final OnnxRuntimeOperators onnxRuntime = OnnxRuntimeOperators.open(grid, LENGTH);

    /** Fills the buffers of both sides and compares what comes out. */
    @Setup
    public void compare() throws OrtException {
        Random random = new Random(1);
        for (int i = 0; i < LENGTH; i++) {
            values[i] = (float) random.nextGaussian();
        }
        onnxRuntime.fill(values);
        onnxRuntimeQuantize();
        onnxRuntimeDequantize();
        if (!Arrays.equals(vernierQuantize(), onnxRuntime.codes())
                || !Arrays.equals(vernierDequantize(), onnxRuntime.results())) {
            throw new IllegalStateException("results must be equal bit for bit");
        }
    }

    @TearDown
    public void close() throws OrtException {
        onnxRuntime.close();
    }

    @Benchmark
    public byte[] vernierQuantize() {
        quantizer.quantize(0, values, 0, codes, 0, LENGTH);
        return codes;
    }

    @Benchmark
    public void onnxRuntimeQuantize() throws OrtException {
        onnxRuntime.quantize();
    }

    @Benchmark
    public float[] vernierDequantize() {
        quantizer.dequantize(0, codes, 0, results, 0, LENGTH);
        return results;
    }

    @Benchmark
    public void onnxRuntimeDequantize() throws OrtException {
        onnxRuntime.dequantize();
    }

    @Benchmark
    public float[] vernierFakeQuantize() {
        quantizer.fakeQuantize(0, values, 0, results, 0, LENGTH);
        return results;
    }

    /** What moving the floats costs. */
    @Benchmark
    public float[] copy() {
        System.arraycopy(values, 0, results, 0, LENGTH);
        return results;
    }
}
