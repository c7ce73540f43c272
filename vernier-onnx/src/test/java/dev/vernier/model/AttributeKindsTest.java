package dev.vernier.model;

import static dev.vernier.model.Protos.attribute;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import com.google.protobuf.ByteString;
import dev.vernier.graph.Attribute;
import dev.vernier.graph.Node;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An attribute of every kind is read as what it is and written byte for byte as it was. */
class AttributeKindsTest {

    private static final ByteString NO_TEXT = ByteString.copyFrom(new byte[] {(byte) 0xC0, 1});

    @TempDir private Path folder;

    private static TensorProto tensor() {
        return Protos.raw("t", Protos.FLOAT, 8, 2);
    }

    private static GraphProto body(String output) {
        return GraphProto.newBuilder()
                .setName("body")
                .addNode(Protos.node("Identity", output, "x"))
                .addOutput(Protos.value(output, 2, 3))
                .build();
    }

    private static SparseTensorProto sparse() {
        return SparseTensorProto.newBuilder()
                .setValues(Protos.raw("s", Protos.FLOAT, 8, 2))
                .setIndices(
                        TensorProto.newBuilder()
                                .addDims(2)
                                .setDataType(Protos.INT64)
                                .addInt64Data(0)
                                .addInt64Data(3))
                .addDims(4)
                .build();
    }

    private static AttributeProto.Builder of(AttributeType type) {
        return attribute("a", type);
    }

    static Stream<AttributeProto.Builder> known() {
        return Stream.of(
                of(AttributeType.FLOAT).setF(1.5f),
                of(AttributeType.INT).setI(-3),
                of(AttributeType.STRING).setS(ByteString.copyFromUtf8("text")),
                of(AttributeType.FLOATS).addFloats(1).addFloats(-0f),
                of(AttributeType.INTS).addInts(1).addInts(Long.MIN_VALUE),
                of(AttributeType.STRINGS).addStrings(ByteString.copyFromUtf8("one")),
                of(AttributeType.TENSOR).setT(tensor()),
                of(AttributeType.GRAPH).setG(body("inner")),
                of(AttributeType.GRAPHS).addGraphs(body("one")).addGraphs(body("other")));
    }

    /** Carried whole: nothing in the product asks for them. */
    static Stream<AttributeProto.Builder> carried() {
        return Stream.of(
                of(AttributeType.STRING).setS(NO_TEXT),
                of(AttributeType.STRINGS).addStrings(NO_TEXT),
                of(AttributeType.TENSORS).addTensors(tensor()).addTensors(tensor()),
                of(AttributeType.SPARSE_TENSOR).setSparseTensor(sparse()),
                of(AttributeType.SPARSE_TENSORS).addSparseTensors(sparse()),
                of(AttributeType.TYPE_PROTO).setTp(TypeProto.getDefaultInstance()),
                of(AttributeType.TYPE_PROTOS).addTypeProtos(TypeProto.getDefaultInstance()));
    }

    private Attribute read(AttributeProto.Builder attribute) throws IOException {
        NodeProto node = Protos.node("Neg", "y", "x").toBuilder().addAttribute(attribute).build();
        Node read =
                RoundTripTest.assertSame(folder, Protos.model(Protos.graph("main", node).build()))
                        .graph()
                        .nodes()
                        .get(0);
        return read.attribute("a").orElseThrow();
    }

    @ParameterizedTest
    @MethodSource
    void known(AttributeProto.Builder attribute) throws IOException {
        assertThat(read(attribute)).isNotInstanceOf(Attribute.Other.class);
    }

    @ParameterizedTest
    @MethodSource
    void carried(AttributeProto.Builder attribute) throws IOException {
        assertThat(read(attribute)).isInstanceOf(Attribute.Other.class);
    }

    /** As files before ONNX 1.2 are written. */
    @ParameterizedTest
    @MethodSource("known")
    void typeMayBeLeftOut(AttributeProto.Builder attribute) throws IOException {
        Attribute stated = read(attribute);

        assertThat(read(attribute.clearType())).hasSameClassAs(stated);
    }
}
