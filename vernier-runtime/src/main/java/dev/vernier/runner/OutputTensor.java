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
import java.util.Optional;

/** One tensor of a run of ONNX Runtime. */
final class OutputTensor implements RunOutput {

    private static final String NAME_PREFIX = "ONNX_TENSOR_ELEMENT_DATA_TYPE_";

    private final String model;
    private final OnnxTensor tensor;
    private final ElementType type;
    private final long[] shape;
    private final Optional<ByteBuffer> written;

    /**
     * @param model what messages call the model
     * @param written the memory of this side that the runtime wrote the elements into, if it did
     */
    OutputTensor(String model, OnnxTensor tensor, Optional<ByteBuffer> written) {
        TensorInfo info = tensor.getInfo();
        this.model = model;
        this.tensor = tensor;
        this.type = type(info);
        this.shape = info.getShape();
        this.written = written;
    }

    @Override
    public ElementType type() {
        return type;
    }

    @Override
    public long[] shape() {
        return shape.clone();
    }

    @Override
    public FloatBuffer floats() {
        if (!isFloat()) {
            throw new IllegalStateException("tensor must be of a float type; type=" + type);
        }
        return written.map(ByteBuffer::asFloatBuffer)
                .orElseGet(() -> FloatBuffer.wrap(copyFloats()));
    }

    @Override
    public Optional<ByteBuffer> memory() {
        return written;
    }

    @Override
    public RunTensor copy() {
        if (type == ElementType.STRING) {
            return RunTensor.ofStrings(shape, strings());
        }
        return isFloat()
                ? RunTensor.ofFloats(type, shape, copyFloats())
                : RunTensor.ofLongs(type, shape, longs());
    }

    /** The elements of an array that holds them all. */
    private int length() {
        return Math.toIntExact(elements());
    }

    private float[] copyFloats() {
        if (length() == 0) {
            return new float[0];
        }
        if (type == ElementType.DOUBLE) {
            DoubleBuffer doubles = tensor.getDoubleBuffer();
            float[] floats = new float[length()];
            for (int i = 0; i < floats.length; i++) {
                floats[i] = (float) doubles.get(i);
            }
            return floats;
        }
        FloatBuffer buffer = tensor.getFloatBuffer();
        if (buffer.hasArray()) {
            return buffer.array();
        }
        float[] floats = new float[length()]; // converted from half precision, off the heap
        buffer.get(floats);
        return floats;
    }

    private long[] longs() {
        long[] longs = new long[length()];
        if (longs.length == 0) {
            return longs;
        }
        ByteBuffer bytes = tensor.getByteBuffer();
        for (int i = 0; i < longs.length; i++) {
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

    private List<String> strings() {
        if (length() == 0) {
            return List.of();
        }
        try {
            return tensor.getValue() instanceof String one
                    ? List.of(one)
                    : List.of(OrtUtil.flattenString(tensor.getValue()));
        } catch (OrtException e) {
            throw Failures.running(model, e);
        }
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
