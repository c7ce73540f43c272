package dev.vernier.benchmarks;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.vernier.numeric.QuantizationParameters;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** QuantizeLinear and DequantizeLinear of ONNX Runtime, int8, on direct buffers that stay. */
final class OnnxRuntimeOperators implements AutoCloseable {

    private final FloatBuffer values;
    private final ByteBuffer codes;
    private final FloatBuffer results;
    private final OperatorSession quantizeLinear;
    private final OperatorSession dequantizeLinear;

    private OnnxRuntimeOperators(QuantizationParameters grid, int length) throws OrtException {
        values = direct(length * Float.BYTES).asFloatBuffer();
        codes = direct(length);
        results = direct(length * Float.BYTES).asFloatBuffer();
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        long[] shape = {length};
        OnnxTensor x = OnnxTensor.createTensor(environment, values, shape);
        OnnxTensor q = OnnxTensor.createTensor(environment, codes, shape, OnnxJavaType.INT8);
        OnnxTensor y = OnnxTensor.createTensor(environment, results, shape);
        quantizeLinear = new OperatorSession("QuantizeLinear", grid, x, q);
        dequantizeLinear = new OperatorSession("DequantizeLinear", grid, q, y);
    }

    static OnnxRuntimeOperators open(QuantizationParameters grid, int length) {
        try {
            return new OnnxRuntimeOperators(grid, length);
        } catch (OrtException e) {
            throw new IllegalStateException("sessions must open", e);
        }
    }

    private static ByteBuffer direct(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    void fill(float[] source) {
        values.put(0, source);
    }

    /** From the values to the codes. */
    void quantize() throws OrtException {
        quantizeLinear.run();
    }

    /** From the codes to the results. */
    void dequantize() throws OrtException {
        dequantizeLinear.run();
    }

    byte[] codes() {
        byte[] copy = new byte[codes.capacity()];
        codes.get(0, copy);
        return copy;
    }

    float[] results() {
        float[] copy = new float[results.capacity()];
        results.get(0, copy);
        return copy;
    }

    @Override
    public void close() throws OrtException {
        quantizeLinear.close();
        dequantizeLinear.close();
    }
}
