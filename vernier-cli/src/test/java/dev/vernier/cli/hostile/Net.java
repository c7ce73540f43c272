package dev.vernier.cli.hostile;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Records of a small sound network, for tests to spoil: {@code y = Flatten(Pool(Relu(Conv(x)))) v}.
 */
final class Net {

    static final int FLOAT = TensorProto.DataType.FLOAT_VALUE;
    static final int INT64 = TensorProto.DataType.INT64_VALUE;
    static final int BOOL = TensorProto.DataType.BOOL_VALUE;

    private static final long SEED = 20260101;

    private Net() {}

    static ModelProto model() {
        return model(graph());
    }

    static ModelProto model(GraphProto.Builder graph) {
        return model(17, graph);
    }

    static ModelProto model(long opset, GraphProto.Builder graph) {
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(opset("", opset))
                .setGraph(graph)
                .build();
    }

    static OperatorSetIdProto opset(String domain, long version) {
        return OperatorSetIdProto.newBuilder().setDomain(domain).setVersion(version).build();
    }

    static GraphProto.Builder graph() {
        return GraphProto.newBuilder()
                .setName("net")
                .addInput(value("x", FLOAT, -1, 4, 8, 8))
                .addOutput(value("y", FLOAT, -1, 10))
                .addNode(convolution())
                .addNode(node("Relu", "r", "c"))
                .addNode(node("GlobalAveragePool", "g", "r"))
                .addNode(node("Flatten", "f", "g"))
                .addNode(node("MatMul", "y", "f", "v"))
                .addInitializer(random("w", 8, 4, 3, 3))
                .addInitializer(random("b", 8))
                .addInitializer(random("v", 8, 10));
    }

    static NodeProto convolution() {
        return node("Conv", "c", "x", "w", "b").toBuilder()
                .addAttribute(ints("pads", 1, 1, 1, 1))
                .build();
    }

    /** A node whose name is that of its output with {@code _node} behind it. */
    static NodeProto node(String op, String output, String... inputs) {
        return NodeProto.newBuilder()
                .setOpType(op)
                .setName(output + "_node")
                .addAllInput(List.of(inputs))
                .addOutput(output)
                .build();
    }

    static AttributeProto ints(String name, long... values) {
        AttributeProto.Builder attribute =
                AttributeProto.newBuilder().setName(name).setType(AttributeType.INTS);
        Arrays.stream(values).forEach(attribute::addInts);
        return attribute.build();
    }

    static AttributeProto integer(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeType.INT)
                .setI(value)
                .build();
    }

    static AttributeProto body(String name, GraphProto.Builder body) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeType.GRAPH)
                .setG(body)
                .build();
    }

    /** A value; -1 is a length that is not known, with a name. */
    static ValueInfoProto value(String name, int type, long... lengths) {
        ValueInfoProto.Builder value = ValueInfoProto.newBuilder().setName(name);
        value.getTypeBuilder().getTensorTypeBuilder().setElemType(type).getShapeBuilder();
        for (long length : lengths) {
            if (length < 0) {
                value.getTypeBuilder()
                        .getTensorTypeBuilder()
                        .getShapeBuilder()
                        .addDimBuilder()
                        .setDimParam("N");
            } else {
                value.getTypeBuilder()
                        .getTensorTypeBuilder()
                        .getShapeBuilder()
                        .addDimBuilder()
                        .setDimValue(length);
            }
        }
        return value.build();
    }

    /** Small numbers, the same in each run. */
    static TensorProto random(String name, long... dims) {
        int length = (int) Arrays.stream(dims).reduce(1, Math::multiplyExact);
        Random random = new Random(SEED + name.hashCode());
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) (0.3 * random.nextGaussian());
        }
        return floats(name, values, dims);
    }

    static TensorProto floats(String name, float[] values, long... dims) {
        byte[] bytes = new byte[4 * values.length];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
        return raw(name, FLOAT, bytes, dims);
    }

    static float[] values(TensorProto tensor) {
        float[] values = new float[tensor.getRawData().size() / 4];
        tensor.getRawData()
                .asReadOnlyByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(values);
        return values;
    }

    static TensorProto longs(String name, long[] values, long... dims) {
        byte[] bytes = new byte[8 * values.length];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().put(values);
        return raw(name, INT64, bytes, dims);
    }

    static TensorProto raw(String name, int type, byte[] bytes, long... dims) {
        TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(type);
        Arrays.stream(dims).forEach(tensor::addDims);
        return tensor.setRawData(ByteString.copyFrom(bytes)).build();
    }

    /** The net with another constant in place of its own of that name. */
    static ModelProto with(TensorProto constant) {
        GraphProto.Builder graph = graph();
        graph.setInitializer(indexOf(graph, constant.getName()), constant);
        return model(graph);
    }

    static int indexOf(GraphProto.Builder graph, String initializer) {
        for (int i = 0; i < graph.getInitializerCount(); i++) {
            if (graph.getInitializer(i).getName().equals(initializer)) {
                return i;
            }
        }
        throw new IllegalArgumentException("initializer must exist; name=" + initializer);
    }
}
