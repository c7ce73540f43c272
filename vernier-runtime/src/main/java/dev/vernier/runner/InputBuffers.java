package dev.vernier.runner;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import dev.vernier.data.SampleTensor;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.UnsupportedModelException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/**
 * Memory outside of the heap for the inputs of one run at a time, used again by the next.
 *
 * <p>ONNX Runtime reads it in place. Without reuse every run would leave buffers behind that only
 * the garbage collector frees. Not thread-safe.
 */
final class InputBuffers {

    private final Map<String, ByteBuffer> buffers = new HashMap<>();

    /** The input as a tensor, valid until the next one of this name; the caller closes it. */
    OnnxTensor tensor(String input, SampleTensor tensor) throws OrtException {
        long[] shape = tensor.shape();
        if (tensor.type() == ElementType.STRING) {
            String[] strings = tensor.strings().toArray(String[]::new);
            return OnnxTensor.createTensor(SessionFactory.environment(), strings, shape);
        }
        OnnxJavaType type = javaType(input, tensor.type());
        ByteBuffer bytes = tensor.bytes();
        ByteBuffer buffer = buffer(input, bytes.remaining());
        buffer.put(bytes).flip();
        return OnnxTensor.createTensor(SessionFactory.environment(), buffer, shape, type);
    }

    private ByteBuffer buffer(String input, int size) {
        ByteBuffer buffer = buffers.get(input);
        if (buffer == null || buffer.capacity() < size) {
            buffer = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
            buffers.put(input, buffer);
        }
        return buffer.clear();
    }

    private static OnnxJavaType javaType(String input, ElementType type) {
        return switch (type) {
            case FLOAT -> OnnxJavaType.FLOAT;
            case DOUBLE -> OnnxJavaType.DOUBLE;
            case FLOAT16 -> OnnxJavaType.FLOAT16;
            case BFLOAT16 -> OnnxJavaType.BFLOAT16;
            case INT8 -> OnnxJavaType.INT8;
            case INT16 -> OnnxJavaType.INT16;
            case INT32 -> OnnxJavaType.INT32;
            case INT64 -> OnnxJavaType.INT64;
            case UINT8 -> OnnxJavaType.UINT8;
            case BOOL -> OnnxJavaType.BOOL;
            default ->
                    throw new UnsupportedModelException(
                            "input must be of a type that ONNX Runtime's Java API takes; input=%s,"
                                            .formatted(input)
                                    + " type="
                                    + type);
        };
    }
}
