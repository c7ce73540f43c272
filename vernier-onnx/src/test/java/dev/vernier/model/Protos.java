package dev.vernier.model;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataLocation;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TrainingInfoProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Records of small models, in whatever state a test needs them. */
final class Protos {

    static final int FLOAT = 1;
    static final int INT64 = 7;

    private Protos() {}

    /** A sound model around a graph. */
    static ModelProto model(GraphProto graph) {
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(17))
                .setGraph(graph)
                .build();
    }

    /** A sound model: {@code y = Add(x, w)} with the given constant {@code w}. */
    static ModelProto adding(TensorProto w) {
        return model(graph("main", node("Add", "y", "x", "w")).addInitializer(w).build());
    }

    /** A graph from x to y. */
    static GraphProto.Builder graph(String name, NodeProto... nodes) {
        return GraphProto.newBuilder()
                .setName(name)
                .addAllNode(List.of(nodes))
                .addInput(value("x", 2, 3))
                .addOutput(value("y", 2, 3));
    }

    static NodeProto node(String op, String output, String... inputs) {
        return NodeProto.newBuilder()
                .addAllInput(List.of(inputs))
                .addOutput(output)
                .setName(output + "_node")
                .setOpType(op)
                .build();
    }

    static ValueInfoProto value(String name, long... lengths) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (long length : lengths) {
            shape.addDimBuilder().setDimValue(length);
        }
        TypeProto.Builder type = TypeProto.newBuilder();
        type.getTensorTypeBuilder().setElemType(FLOAT).setShape(shape);
        return ValueInfoProto.newBuilder().setName(name).setType(type).build();
    }

    /** A tensor with raw data of so many bytes, none like the one before. */
    static TensorProto raw(String name, int type, int bytes, long... dims) {
        byte[] data = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            data[i] = (byte) (i * 7 + name.length());
        }
        TensorProto.Builder tensor = TensorProto.newBuilder().setDataType(type);
        for (long length : dims) {
            tensor.addDims(length);
        }
        if (!name.isEmpty()) {
            tensor.setName(name);
        }
        return tensor.setRawData(ByteString.copyFrom(data)).build();
    }

    /** A float tensor whose data is elsewhere; entries are key, value, key, value. */
    static TensorProto external(String name, long elements, String... entries) {
        TensorProto.Builder tensor =
                TensorProto.newBuilder()
                        .addDims(elements)
                        .setDataType(FLOAT)
                        .setName(name)
                        .setDataLocation(DataLocation.EXTERNAL);
        for (int i = 0; i < entries.length; i += 2) {
            tensor.addExternalData(entry(entries[i], entries[i + 1]));
        }
        return tensor.build();
    }

    static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }

    static AttributeProto.Builder attribute(String name, AttributeType type) {
        return AttributeProto.newBuilder().setName(name).setType(type);
    }

    /** One of everything that a model can have. */
    static ModelProto everything() {
        TensorProto large = raw("large", FLOAT, 4096, 1024);
        GraphProto body =
                GraphProto.newBuilder()
                        .setName("body")
                        .addNode(node("Identity", "inner", "w"))
                        .addOutput(value("inner", 6))
                        .addInitializer(raw("inside", FLOAT, 2048, 512))
                        .build();
        NodeProto branches =
                node("If", "chosen", "condition").toBuilder()
                        .addAttribute(attribute("then_branch", AttributeType.GRAPH).setG(body))
                        .addAttribute(attribute("else_branch", AttributeType.GRAPH).setG(body))
                        .build();
        NodeProto constant =
                node("Constant", "c").toBuilder()
                        .addAttribute(
                                attribute("value", AttributeType.TENSOR)
                                        .setT(raw("", FLOAT, 2000, 500)))
                        .build();
        SparseTensorProto sparse =
                SparseTensorProto.newBuilder()
                        .setValues(raw("sparse", FLOAT, 8, 2))
                        .setIndices(
                                TensorProto.newBuilder()
                                        .addDims(2)
                                        .setDataType(INT64)
                                        .addInt64Data(1)
                                        .addInt64Data(5))
                        .addDims(6)
                        .build();
        GraphProto graph =
                graph(
                                "main",
                                constant,
                                branches,
                                node("Add", "y", "x", "w"),
                                node("Twice", "z", "x").toBuilder().setDomain("local").build())
                        .addInitializer(raw("w", FLOAT, 24, 2, 3))
                        .addInitializer(large)
                        .addInitializer(raw("condition", 9, 1))
                        .addSparseInitializer(sparse)
                        .addValueInfo(value("z", 2, 3))
                        .setDocString("documentation")
                        .build();
        FunctionProto function =
                FunctionProto.newBuilder()
                        .setName("Twice")
                        .addInput("a")
                        .addOutput("b")
                        .addAttribute("times")
                        .addNode(node("Add", "b", "a", "a"))
                        .addOpsetImport(
                                OperatorSetIdProto.newBuilder().setDomain("").setVersion(17))
                        .setDomain("local")
                        .addAttributeProto(attribute("axis", AttributeType.INT).setI(1).build())
                        .build();
        TrainingInfoProto training =
                TrainingInfoProto.newBuilder()
                        .setAlgorithm(
                                GraphProto.newBuilder()
                                        .setName("step")
                                        .addInitializer(raw("rate", FLOAT, 4000, 1000)))
                        .build();
        return model(graph).toBuilder()
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("local").setVersion(1))
                .setProducerName("producer")
                .setModelVersion(3)
                .addMetadataProps(entry("b", "1"))
                .addMetadataProps(entry("a", "2"))
                .addTrainingInfo(training)
                .addFunctions(function)
                .build();
    }

    /** Puts a model into a file. */
    static Path write(Path folder, ModelProto model) throws IOException {
        return Files.write(folder.resolve("model.onnx"), model.toByteArray());
    }
}
