package dev.vernier.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.vernier.graph.ModelFormatException;
import dev.vernier.graph.UnsupportedModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each way in which a model can be unsound is refused with the place and the values. */
class BadModelTest {

    private static final OperatorSetIdProto OTHER =
            OperatorSetIdProto.newBuilder().setDomain("local").setVersion(1).build();

    private static TensorProto w() {
        return Protos.raw("w", Protos.FLOAT, 24, 2, 3);
    }

    private static GraphProto.Builder adding() {
        return Protos.graph("main", Protos.node("Add", "y", "x", "w"));
    }

    private static ModelProto with(TensorProto.Builder tensor) {
        return Protos.adding(tensor.build());
    }

    private static ModelProto with(AttributeProto.Builder... attributes) {
        NodeProto.Builder node = Protos.node("Add", "y", "x", "w").toBuilder();
        Arrays.stream(attributes).forEach(node::addAttribute);
        return Protos.model(Protos.graph("main", node.build()).addInitializer(w()).build());
    }

    private static ModelProto with(FunctionProto... functions) {
        return Protos.adding(w()).toBuilder()
                .addOpsetImport(OTHER)
                .addAllFunctions(List.of(functions))
                .build();
    }

    private static FunctionProto function(String name, String calls) {
        NodeProto call = Protos.node(calls, "b", "a").toBuilder().setDomain("local").build();
        return FunctionProto.newBuilder()
                .setName(name)
                .setDomain("local")
                .addInput("a")
                .addOutput("b")
                .addNode(call)
                .addOpsetImport(OTHER)
                .build();
    }

    private static ModelProto withBody(GraphProto body) {
        NodeProto node =
                Protos.node("If", "y", "x").toBuilder()
                        .addAttribute(
                                Protos.attribute("then_branch", AttributeType.GRAPH).setG(body))
                        .build();
        return Protos.model(Protos.graph("main", node).build());
    }

    private static SparseTensorProto sparse(long... indices) {
        TensorProto.Builder positions =
                TensorProto.newBuilder().setDataType(Protos.INT64).addDims(indices.length);
        Arrays.stream(indices).forEach(positions::addInt64Data);
        return SparseTensorProto.newBuilder()
                .setValues(Protos.raw("s", Protos.FLOAT, 4 * indices.length, indices.length))
                .setIndices(positions)
                .addDims(6)
                .build();
    }

    static Stream<Arguments> unsound() {
        ModelProto sound = Protos.adding(w());
        return Stream.of(
                Arguments.of(sound.toBuilder().clearGraph().build(), "model must have a graph"),
                Arguments.of(
                        sound.toBuilder().clearIrVersion().build(), "IR version must be positive"),
                // sizes
                Arguments.of(
                        Protos.adding(Protos.raw("w", Protos.FLOAT, 20, 2, 3)),
                        "initializer w: tensor data must have the size of its dimensions;"
                                + " type=FLOAT, dims=[2, 3], bytes=20, expected=24"),
                Arguments.of(
                        Protos.adding(Protos.raw("w", Protos.FLOAT, 4096, 2, 3)),
                        "bytes=4096, expected=24"),
                Arguments.of(
                        with(w().toBuilder().setDims(0, -1)),
                        "dimensions must be at least zero; dims=[-1, 3]"),
                Arguments.of(
                        with(w().toBuilder().setDims(0, 1L << 32).setDims(1, 1L << 32)),
                        "tensor size must fit 63 bits; dims=[4294967296, 4294967296]"),
                Arguments.of(
                        with(w().toBuilder().setDims(0, 1L << 62).setDims(1, 1)),
                        "tensor size must fit 63 bits"),
                Arguments.of(
                        with(w().toBuilder().clearRawData().addFloatData(1)),
                        "bytes=4, expected=24"),
                Arguments.of(
                        with(
                                TensorProto.newBuilder()
                                        .setName("w")
                                        .setDataType(Protos.INT64)
                                        .addDims(3)
                                        .addInt64Data(1)),
                        "entries=1, expected=3"),
                Arguments.of(
                        with(w().toBuilder().addFloatData(1)),
                        "tensor data must be in one field and in one piece"),
                Arguments.of(
                        with(w().toBuilder().clearRawData().addInt64Data(1)),
                        "tensor data must be in a field of its type; type=FLOAT"),
                Arguments.of(with(w().toBuilder().setDataType(99)), "data_type=99"),
                Arguments.of(with(w().toBuilder().clearDataType()), "data_type=0"),
                Arguments.of(
                        Protos.model(
                                adding().addInitializer(w())
                                        .setInput(
                                                0,
                                                Protos.value("x", 2, 3).toBuilder()
                                                        .setType(
                                                                Protos.value("x")
                                                                        .getType()
                                                                        .toBuilder()
                                                                        .setTensorType(
                                                                                Protos.value("x")
                                                                                        .getType()
                                                                                        .getTensorType()
                                                                                        .toBuilder()
                                                                                        .setElemType(
                                                                                                77))))
                                        .build()),
                        "value x: element type must be 1 to 26; elem_type=77"),
                // names
                Arguments.of(
                        Protos.model(adding().build()),
                        "node y_node: input must be produced by a node, an initializer or a graph"
                                + " input; position=1, input=w"),
                Arguments.of(
                        Protos.model(
                                adding().addInitializer(w())
                                        .addNode(
                                                Protos.node("Relu", "y", "x").toBuilder()
                                                        .setName("n"))
                                        .build()),
                        "value must have one producer; value=y, producers=node y_node and node n"),
                Arguments.of(
                        Protos.model(adding().addInitializer(w()).addInitializer(w()).build()),
                        "initializer names must be unique; name=w"),
                Arguments.of(
                        Protos.adding(w().toBuilder().setName("").build()),
                        "initializer name must not be empty"),
                Arguments.of(
                        Protos.model(
                                adding().addInitializer(w())
                                        .addInput(Protos.value("x", 1))
                                        .build()),
                        "value must have one producer; value=x, producers=input and input"),
                Arguments.of(
                        Protos.model(
                                adding().addInitializer(w())
                                        .addOutput(Protos.value("", 1))
                                        .build()),
                        "graph output name must not be empty; output=1"),
                Arguments.of(
                        Protos.model(adding().addInitializer(w()).clearOutput().build()),
                        "graph must have an output"),
                Arguments.of(
                        Protos.model(
                                adding().addInitializer(w())
                                        .addOutput(Protos.value("q", 1))
                                        .build()),
                        "graph output must be produced; output=q"),
                Arguments.of(
                        withBody(
                                GraphProto.newBuilder()
                                        .setName("body")
                                        .addNode(Protos.node("Relu", "o", "nowhere"))
                                        .addOutput(Protos.value("o"))
                                        .build()),
                        "node y_node > graph body > node o_node: input must be produced by a node,"
                                + " an initializer or a graph input; position=0, input=nowhere"),
                // cycles
                Arguments.of(
                        Protos.model(
                                Protos.graph(
                                                "main",
                                                Protos.node("Relu", "a", "b"),
                                                Protos.node("Add", "b", "a", "x"),
                                                Protos.node("Relu", "y", "a"))
                                        .build()),
                        "graph must be acyclic; cycle=a_node -> b_node -> a_node"),
                // attributes
                Arguments.of(
                        with(
                                Protos.attribute("axis", AttributeType.INT).setI(1),
                                Protos.attribute("axis", AttributeType.INT).setI(1)),
                        "node y_node: attribute names must be unique; attribute=axis"),
                Arguments.of(
                        with(Protos.attribute("", AttributeType.INT).setI(1)),
                        "attribute name must not be empty"),
                Arguments.of(
                        with(Protos.attribute("axis", AttributeType.INT).setI(1).setF(2)),
                        "attribute axis: attribute must have one value of its type; type=INT"),
                Arguments.of(
                        with(
                                Protos.attribute("value", AttributeType.TENSOR)
                                        .setT(Protos.raw("", Protos.FLOAT, 20, 6))),
                        "node y_node > attribute value: tensor data must have the size"),
                Arguments.of(
                        with(
                                Protos.attribute("values", AttributeType.TENSORS)
                                        .addTensors(Protos.raw("", Protos.FLOAT, 20, 6))),
                        "attribute values > tensor: tensor data must have the size"),
                // operators
                Arguments.of(
                        Protos.model(
                                Protos.graph(
                                                "main",
                                                Protos.node("Add", "y", "x", "w").toBuilder()
                                                        .setDomain("local")
                                                        .build())
                                        .addInitializer(w())
                                        .build()),
                        "operator set must be imported; operator=local.Add, domain=local,"
                                + " imported=[]"),
                Arguments.of(
                        sound.toBuilder().clearOpsetImport().build(),
                        "operator set must be imported"),
                Arguments.of(
                        sound.toBuilder()
                                .addOpsetImport(
                                        OperatorSetIdProto.newBuilder().setDomain("").setVersion(9))
                                .build(),
                        "operator set must be imported in one version; domain=, versions=17 and 9"),
                Arguments.of(
                        sound.toBuilder()
                                .addOpsetImport(
                                        OperatorSetIdProto.newBuilder()
                                                .setDomain("ai.onnx")
                                                .setVersion(9))
                                .build(),
                        "domain=ai.onnx, version=9 and 17"),
                Arguments.of(
                        sound.toBuilder()
                                .setOpsetImport(
                                        0,
                                        OperatorSetIdProto.newBuilder().setDomain("").setVersion(0))
                                .build(),
                        "positive version; domain=, version=0"),
                Arguments.of(
                        Protos.model(
                                adding().setNode(
                                                0,
                                                Protos.node("Add", "y", "x", "w").toBuilder()
                                                        .clearOpType())
                                        .addInitializer(w())
                                        .build()),
                        "node y_node: operator name must not be empty"),
                Arguments.of(
                        sound.toBuilder()
                                .addMetadataProps(Protos.entry("a", "1"))
                                .addMetadataProps(Protos.entry("a", "2"))
                                .build(),
                        "metadata keys must be unique; key=a"),
                // functions
                Arguments.of(
                        with(function("F", "G"), function("G", "F")),
                        "local functions must not be recursive; graph must be acyclic;"
                                + " cycle=local.F -> local.G -> local.F"),
                Arguments.of(
                        with(function("F", "Q").toBuilder().addOutput("missing").build()),
                        "function local.F: graph output must be produced; output=missing"),
                Arguments.of(
                        with(function("F", "Q").toBuilder().clearOpsetImport().build()),
                        "function local.F > node b_node: operator set must be imported"),
                // sparse tensors
                Arguments.of(
                        Protos.model(
                                adding().addInitializer(w())
                                        .addSparseInitializer(sparse(1, 6))
                                        .build()),
                        "sparse_initializer s: sparse index must be in 0 to 5; position=1, index=6"),
                Arguments.of(
                        Protos.model(
                                adding().addInitializer(w())
                                        .addSparseInitializer(sparse(1, 2).toBuilder().addDims(2))
                                        .addSparseInitializer(
                                                sparse(1).toBuilder().clearIndices().build())
                                        .build()),
                        "sparse tensor must have values and indices"));
    }

    @ParameterizedTest
    @MethodSource("unsound")
    void isRefused(ModelProto model, String message, @TempDir Path folder) throws IOException {
        Path file = Protos.write(folder, model);
        assertThatThrownBy(() -> ModelFile.read(file))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(message);
    }

    @Test
    void overloadsAreNotSupported(@TempDir Path folder) throws IOException {
        Path file = Protos.write(folder, with(function("F", "G"), function("F", "H")));
        assertThatExceptionOfType(UnsupportedModelException.class)
                .isThrownBy(() -> ModelFile.read(file))
                .withMessageContaining("overloads of local functions");
    }

    @Test
    void unsortedAndDuplicateNodeNamesAndUnknownOperatorsAreSound(@TempDir Path folder)
            throws IOException {
        GraphProto graph =
                Protos.graph(
                                "main",
                                Protos.node("Relu", "y", "a").toBuilder().setName("same").build(),
                                Protos.node("Neverheard", "a", "x").toBuilder()
                                        .setName("same")
                                        .build())
                        .build();
        assertThat(
                        ModelFile.read(Protos.write(folder, Protos.model(graph)))
                                .model()
                                .graph()
                                .nodes())
                .extracting(node -> node.output())
                .containsExactly("y", "a");
    }

    @Test
    void bodiesMayCaptureAndShadow(@TempDir Path folder) throws IOException {
        GraphProto body =
                GraphProto.newBuilder()
                        .setName("body")
                        .addNode(Protos.node("Relu", "y", "x"))
                        .addOutput(Protos.value("y"))
                        .build();
        assertThat(ModelFile.read(Protos.write(folder, withBody(body))).model().graph().captured())
                .isEmpty();
    }

    @Test
    void graphsNestedTooDeep(@TempDir Path folder) throws IOException {
        GraphProto graph = nested((int) Limit.GRAPH_DEPTH.standard());
        assertThat(ModelFile.read(Protos.write(folder, Protos.model(graph))).model()).isNotNull();

        Path tooDeep =
                Protos.write(folder, Protos.model(nested((int) Limit.GRAPH_DEPTH.standard() + 1)));
        assertThatThrownBy(() -> ModelFile.read(tooDeep))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("graphs must be nested at most 32 deep; offset=");
    }

    private static GraphProto nested(int depth) {
        GraphProto graph = Protos.graph("leaf", Protos.node("Relu", "y", "x")).build();
        for (int i = 1; i < depth; i++) {
            NodeProto node =
                    Protos.node("If", "y", "x").toBuilder()
                            .addAttribute(
                                    Protos.attribute("body", AttributeType.GRAPH)
                                            .setG(graph.toBuilder().clearInput()))
                            .build();
            graph = Protos.graph("level" + i, node).build();
        }
        return graph;
    }

    @Test
    void ourOwnMarkIsRefused(@TempDir Path folder) throws IOException {
        UnknownFieldSet mark =
                UnknownFieldSet.newBuilder()
                        .addField(
                                StrippedData.MARK,
                                UnknownFieldSet.Field.newBuilder()
                                        .addLengthDelimited(ByteString.copyFromUtf8("/etc/passwd"))
                                        .build())
                        .build();
        Path file = Protos.write(folder, with(w().toBuilder().setUnknownFields(mark)));
        assertThatThrownBy(() -> ModelFile.read(file))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("field number must not be " + StrippedData.MARK);
    }

    @Test
    void truncatedAnywhere(@TempDir Path folder) throws IOException {
        byte[] whole = Protos.adding(Protos.raw("w", Protos.FLOAT, 2400, 200, 3)).toByteArray();
        Path file = folder.resolve("model.onnx");
        for (int length = 0; length < whole.length; length += length > 200 ? 37 : 1) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> ModelFile.read(file))
                    .as("length %d", length)
                    .isInstanceOf(ModelFormatException.class)
                    .hasMessageStartingWith(file.toString());
        }
    }

    @Test
    void truncatedSaysWhere(@TempDir Path folder) throws IOException {
        byte[] whole = Protos.adding(Protos.raw("w", Protos.FLOAT, 2400, 200, 3)).toByteArray();
        Path file = Files.write(folder.resolve("cut.onnx"), Arrays.copyOf(whole, 1000));
        assertThatThrownBy(() -> ModelFile.read(file))
                .hasMessageContaining(
                        "record must end inside the file, which looks truncated; offset=5,"
                                + " length=2488, end=1000");
    }

    @Test
    void missingFileAndFolder(@TempDir Path folder) {
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> ModelFile.read(folder.resolve("missing.onnx")));
        assertThatThrownBy(() -> ModelFile.read(folder))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("model must be a regular file");
    }

    @Test
    void otherProtobufRecords(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("t.pb"), w().toByteArray());
        assertThatThrownBy(() -> ModelFile.read(file)).isInstanceOf(ModelFormatException.class);
    }

    @Test
    void messagesCannotControlATerminal(@TempDir Path folder) throws IOException {
        TensorProto.Builder hostile = w().toBuilder().setName("w\u001b[2J" + "n".repeat(5000));
        Path file = Protos.write(folder, with(hostile.setDims(0, -7)));
        assertThatThrownBy(() -> ModelFile.read(file))
                .satisfies(
                        e ->
                                assertThat(String.valueOf(e.getMessage()))
                                        .contains("w?[2Jnnn")
                                        .hasSizeLessThan(1000));
    }

    /** Thirty functions of which each calls the next one twice: a billion nodes. */
    @Test
    void functionsMustNotMultiply(@TempDir Path folder) throws IOException {
        ModelProto.Builder model = with(function("f30", "Relu")).toBuilder().clearFunctions();
        for (int i = 0; i < 30; i++) {
            FunctionProto.Builder twice = function("f" + i, "f" + (i + 1)).toBuilder();
            twice.addNode(twice.getNode(0).toBuilder().setOutput(0, "c"));
            model.addFunctions(twice);
        }
        FunctionProto.Builder last = function("f30", "Relu").toBuilder();
        last.getNodeBuilder(0).setDomain("");
        last.addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(17));
        Path file = Protos.write(folder, model.addFunctions(last).build());

        assertThatThrownBy(() -> ModelFile.read(file))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining("local functions must come to at most 1000000 nodes");
    }
}
