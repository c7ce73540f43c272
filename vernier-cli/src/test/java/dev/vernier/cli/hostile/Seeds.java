package dev.vernier.cli.hostile;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.vernier.model.ModelBytes;
import dev.vernier.model.ModelFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Small sound models that mutants are made of: one of every kind of record that there is. */
final class Seeds {

    private static final Path DIGITS = Path.of("../samples/digits/digits.onnx");

    private Seeds() {}

    /** Models that can be quantized. */
    static List<ModelProto> quantizable() {
        return List.of(
                Net.model(), shaped(), branching(), calling(), sparse(), Net.model(9, Net.graph()));
    }

    /** These, and the sample of the repository without its large weights. */
    static List<ModelProto> readable() throws IOException {
        byte[] digits = ModelBytes.skeleton(ModelFile.read(DIGITS).model());
        return List.of(
                Net.model(),
                shaped(),
                branching(),
                calling(),
                sparse(),
                ModelProto.parseFrom(digits));
    }

    /** Shapes that are computed: Shape, Gather, Concat, Reshape, Expand. */
    static ModelProto shaped() {
        GraphProto.Builder graph =
                Net.graph()
                        .setNode(3, Net.node("Reshape", "f", "g", "rows"))
                        .addNode(Net.node("Shape", "s", "x"))
                        .addNode(
                                Net.node("Gather", "n", "s", "zero").toBuilder()
                                        .addAttribute(Net.integer("axis", 0)))
                        .addNode(
                                Net.node("Concat", "rows", "n", "eight").toBuilder()
                                        .addAttribute(Net.integer("axis", 0)))
                        .addNode(Net.node("Expand", "e", "one", "target"))
                        .addNode(Net.node("Add", "z", "y", "e"))
                        .addInitializer(Net.longs("zero", new long[] {0}, 1))
                        .addInitializer(Net.longs("eight", new long[] {8}, 1))
                        .addInitializer(Net.floats("one", new float[] {1}, 1))
                        .addInitializer(Net.longs("target", new long[] {1, 10}, 2))
                        .setOutput(0, Net.value("z", Net.FLOAT, -1, 10));
        return Net.model(graph);
    }

    private static GraphProto.Builder branch(String output, String weight) {
        return GraphProto.newBuilder()
                .setName(output + "_body")
                .addNode(Net.node("MatMul", output, "f", weight))
                .addOutput(Net.value(output, Net.FLOAT, -1, 10));
    }

    /** A choice between two bodies, made as the model runs. */
    static ModelProto branching() {
        NodeProto most =
                Net.node("ReduceMax", "most", "f").toBuilder()
                        .addAttribute(Net.integer("keepdims", 0))
                        .build();
        NodeProto choice =
                Net.node("If", "y", "on").toBuilder()
                        .addAttribute(Net.body("then_branch", branch("t", "v")))
                        .addAttribute(
                                Net.body(
                                        "else_branch",
                                        branch("e", "u").addInitializer(Net.random("u", 8, 10))))
                        .build();
        return Net.model(
                Net.graph()
                        .setNode(4, most)
                        .addNode(Net.node("Greater", "on", "most", "least"))
                        .addNode(choice)
                        .addInitializer(Net.floats("least", new float[] {-1})));
    }

    /** A local function. */
    static ModelProto calling() {
        FunctionProto function =
                FunctionProto.newBuilder()
                        .setName("Head")
                        .setDomain("local")
                        .addInput("in")
                        .addInput("weight")
                        .addOutput("out")
                        .addNode(Net.node("MatMul", "out", "in", "weight"))
                        .addOpsetImport(Net.opset("", 17))
                        .build();
        NodeProto call = Net.node("Head", "y", "f", "v").toBuilder().setDomain("local").build();
        return Net.model(Net.graph().setNode(4, call)).toBuilder()
                .addOpsetImport(Net.opset("local", 1))
                .addFunctions(function)
                .build();
    }

    /** A sparse constant, and one inside of a node. */
    static ModelProto sparse() {
        GraphProto.Builder graph = Net.graph();
        TensorProto scale = Net.floats("", new float[] {2}, 1);
        NodeProto constant =
                Net.node("Constant", "two").toBuilder()
                        .addAttribute(
                                Net.integer("value", 0).toBuilder()
                                        .clearI()
                                        .setType(AttributeProto.AttributeType.TENSOR)
                                        .setT(scale))
                        .build();
        SparseTensorProto weights =
                SparseTensorProto.newBuilder()
                        .setValues(Net.floats("v", new float[] {1, -2, 3}, 3))
                        .setIndices(Net.longs("", new long[] {0, 7, 79}, 3))
                        .addDims(8)
                        .addDims(10)
                        .build();
        return Net.model(
                graph.removeInitializer(Net.indexOf(graph, "v"))
                        .addSparseInitializer(weights)
                        .setNode(4, Net.node("MatMul", "m", "f", "v"))
                        .addNode(constant)
                        .addNode(Net.node("Mul", "y", "m", "two")));
    }
}
