package dev.vernier.runner;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtUtil;
import ai.onnxruntime.TensorInfo;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.UnsupportedModelException;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/** Copies of what a run gave. */
final class OutputTensors {

    private static final String NAME_PREFIX = "ONNX_TENSOR_ELEMENT_DATA_TYPE_";

    private OutputTensors() {}

    static RunTensor copy(OnnxTensor tensor) throws OrtException {
        TensorInfo info = tensor.getInfo();
        long[] shape = info.getShape();
        int elements = Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
        ElementType type = type(info);
        if (type == ElementType.STRING) {
            return RunTensor.ofStrings(shape, strings(tensor, elements));
        }
        if (type.isFloat()) {
            return RunTensor.ofFloats(type, shape, floats(tensor, type, elements));
        }
        return RunTensor.ofLongs(type, shape, longs(tensor, type, elements));
    }

    private static float[] floats(OnnxTensor tensor, ElementType type, int elements) {
        if (elements == 0) {
            return new float[0];
        }
        if (type == ElementType.DOUBLE) {
            DoubleBuffer doubles = tensor.getDoubleBuffer();
            float[] floats = new float[elements];
            for (int i = 0; i < elements; i++) {
                floats[i] = (float) doubles.get(i);
            }
            return floats;
        }
        FloatBuffer buffer = tensor.getFloatBuffer();
        if (buffer.hasArray()) {
            return buffer.array();
        }
        float[] floats = new float[elements]; // converted from half precision, off the heap
        buffer.get(floats);
        return floats;
    }

    private static long[] longs(OnnxTensor tensor, ElementType type, int elements) {
        long[] longs = new long[elements];
        if (elements == 0) {
            return longs;
        }
        ByteBuffer bytes = tensor.getByteBuffer();
        for (int i = 0; i < elements; i++) {
            longs[i] =
                    switch (type) {
                        case INT64, UINT64 -> bytes.getLong();
                        case INT32 -> bytes.getInt();
                        case UINT32 -> Integer.toUnsignedLong(bytes.getInt());
                        case INT16 -> bytes.getShort();
                        case UINT16 -> Short.toUnsignedLong(bytes.getShort());
                        case INT8 -> bytes.get();
                        default -> Byte.toUnsignedLong(bytes.get());
                    };
        }
        return longs;
    }

    private static List<String> strings(OnnxTensor tensor, int elements) throws OrtException {
        if (elements == 0) {
            return List.of();
        }
        return tensor.getValue() instanceof String one
                ? List.of(one)
                : List.of(OrtUtil.flattenString(tensor.getValue()));
    }

    /** The two differ in numbers and agree in names; the Java API knows fewer. */
    private static ElementType type(TensorInfo info) {
        String name = info.onnxType.name().substring(NAME_PREFIX.length());
        if (name.equals("UNDEFINED")) {
            throw new UnsupportedModelException(
                    "outputs must be of types that ONNX Runtime's Java API takes; shape="
                            + Arrays.toString(info.getShape()));
        }
        return ElementType.valueOf(name);
    }
}
