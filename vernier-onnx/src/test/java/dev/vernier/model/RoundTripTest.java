package dev.vernier.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import dev.vernier.graph.Attribute;
import dev.vernier.graph.Dimension;
import dev.vernier.graph.Model;
import dev.vernier.graph.Node;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.TensorData.FileRegion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was read and not changed is written byte for byte, through the graph and not as a copy. */
class RoundTripTest {

    static Model assertSame(Path folder, ModelProto proto) throws IOException {
        Path file = Protos.write(folder, proto);
        Model model = ModelFile.read(file).model();
        Path written = folder.resolve("written.onnx");
        ModelFile.write(written, model, true, OutputFile.Check.NONE);
        assertThat(ModelProto.parseFrom(Files.readAllBytes(written))).isEqualTo(proto);
        assertThat(written).hasSameBinaryContentAs(file);
        return model;
    }

    @Test
    void modelWithEverything(@TempDir Path folder) throws IOException {
        Model model = assertSame(folder, Protos.everything());

        assertThat(model.metadata()).containsExactly(entry("b", "1"), entry("a", "2"));
        assertThat(model.functions()).hasSize(1);
        Tensor large = model.graph().constant("large").orElseThrow();
        assertThat(large.data()).isInstanceOf(FileRegion.class);
        assertThat(model.graph().constant("w").orElseThrow().data())
                .isNotInstanceOf(FileRegion.class);
        assertThat(model.graph().nodes().get(0).attribute("value"))
                .hasValueSatisfying(
                        value ->
                                assertThat(((Attribute.TensorValue) value).value().data())
                                        .isInstanceOf(FileRegion.class));
    }

    @Test
    void unknownFieldsOnEveryLevel(@TempDir Path folder) throws IOException {
        int[] injected = {0};
        ModelProto proto = (ModelProto) withUnknown(Protos.everything(), injected);

        assertSame(folder, proto);

        assertThat(injected[0]).isGreaterThan(60);
    }

    private static Message withUnknown(Message message, int[] injected) {
        Message.Builder builder = message.toBuilder();
        for (FieldDescriptor field : message.getAllFields().keySet()) {
            if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
                continue;
            }
            if (!field.isRepeated()) {
                Message inner = (Message) message.getField(field);
                builder.setField(field, withUnknown(inner, injected));
                continue;
            }
            for (int i = 0; i < message.getRepeatedFieldCount(field); i++) {
                Message inner = (Message) message.getRepeatedField(field, i);
                builder.setRepeatedField(field, i, withUnknown(inner, injected));
            }
        }
        injected[0]++;
        UnknownFieldSet.Field content =
                UnknownFieldSet.Field.newBuilder()
                        .addVarint(injected[0])
                        .addFixed32(7)
                        .addFixed64(8)
                        .addLengthDelimited(ByteString.copyFromUtf8("unknown"))
                        .build();
        return builder.setUnknownFields(UnknownFieldSet.newBuilder().addField(777, content).build())
                .build();
    }

    @Test
    void knownFieldsOfAnotherWireType(@TempDir Path folder) throws IOException {
        UnknownFieldSet number =
                UnknownFieldSet.newBuilder()
                        .addField(5, UnknownFieldSet.Field.newBuilder().addVarint(5).build())
                        .build();
        GraphProto.Builder graph = Protos.everything().getGraph().toBuilder();
        graph.setUnknownFields(number).getNodeBuilder(0).setUnknownFields(number);
        graph.getNodeBuilder(0).getAttributeBuilder(0).setUnknownFields(number);
        assertSame(folder, Protos.everything().toBuilder().setGraph(graph).build());
    }

    @Test
    void namesThatArePresentAndEmpty(@TempDir Path folder) throws IOException {
        ModelProto proto = Protos.everything();
        GraphProto.Builder graph = proto.getGraph().toBuilder().setName("");
        graph.getNodeBuilder(2).setName("").setDomain("").setDocString("");
        graph.getNodeBuilder(0).getAttributeBuilder(0).setDocString("");
        graph.getNodeBuilder(0).getAttributeBuilder(0).getTBuilder().setName("");
        graph.getInputBuilder(0).setDocString("");
        assertSame(folder, proto.toBuilder().setGraph(graph).setDomain("").build());
    }

    @Test
    void namesThatAreAbsent(@TempDir Path folder) throws IOException {
        ModelProto proto = Protos.everything();
        GraphProto.Builder graph = proto.getGraph().toBuilder().clearName();
        graph.getNodeBuilder(2).clearName();
        Model model =
                assertSame(
                        folder,
                        proto.toBuilder()
                                .setGraph(graph)
                                .setOpsetImport(0, OperatorSetIdProto.newBuilder().setVersion(17))
                                .build());
        assertThat(model.graph().opsets().onnx()).isEqualTo(17);
    }

    @Test
    void importsAndMetadataInOtherThanThePlainestForm(@TempDir Path folder) throws IOException {
        OperatorSetIdProto again = OperatorSetIdProto.newBuilder().setVersion(17).build();
        Model model =
                assertSame(
                        folder,
                        Protos.everything().toBuilder()
                                .addOpsetImport(again)
                                .addMetadataProps(
                                        StringStringEntryProto.newBuilder().setKey("no value"))
                                .build());
        assertThat(model.metadata()).containsEntry("no value", "");

        Path changed = folder.resolve("changed.onnx");
        Model raised =
                model.withGraph(
                        model.graph().toBuilder()
                                .opsets(model.graph().opsets().withOnnx(18))
                                .build());
        ModelFile.write(changed, raised, false, OutputFile.Check.NONE);
        assertThat(ModelFile.read(changed).model().graph().opsets().onnx()).isEqualTo(18);
    }

    @Test
    void shapesInOtherThanThePlainestForm(@TempDir Path folder) throws IOException {
        ModelProto proto = Protos.everything();
        GraphProto.Builder graph = proto.getGraph().toBuilder();
        TypeProto.Tensor.Builder dims =
                graph.getInputBuilder(0).getTypeBuilder().getTensorTypeBuilder();
        dims.getShapeBuilder().getDimBuilder(0).setDimValue(-1).setDenotation("batch");
        dims.getShapeBuilder().getDimBuilder(1).setDimParam("");
        dims.getShapeBuilder().addDimBuilder();
        graph.getInputBuilder(0).getTypeBuilder().setDenotation("image");
        graph.getOutputBuilder(0).getTypeBuilder().getTensorTypeBuilder().clearShape();
        graph.getValueInfoBuilder(0).clearType();
        graph.addValueInfo(Protos.value("y").toBuilder());
        Model model = assertSame(folder, proto.toBuilder().setGraph(graph).build());

        assertThat(model.graph().shape("x").orElseThrow().dimensions())
                .containsExactly(Dimension.UNKNOWN, Dimension.UNKNOWN, Dimension.UNKNOWN);
        assertThat(model.graph().outputs().get(0).shape()).isEmpty();
    }

    @Test
    void attributesWithoutTypeAndZerosWithoutValue(@TempDir Path folder) throws IOException {
        NodeProto node =
                Protos.node("Custom", "y", "x", "w").toBuilder()
                        .setDomain("local")
                        .addAttribute(AttributeProto.newBuilder().setName("i").setI(3))
                        .addAttribute(AttributeProto.newBuilder().setName("is").addInts(4))
                        .addAttribute(Protos.attribute("zero", AttributeType.INT))
                        .addAttribute(Protos.attribute("nought", AttributeType.FLOAT))
                        .addAttribute(Protos.attribute("text", AttributeType.STRING))
                        .addAttribute(Protos.attribute("none", AttributeType.INTS))
                        .addAttribute(
                                Protos.attribute("bytes", AttributeType.STRING)
                                        .setS(ByteString.copyFrom(new byte[] {-1, 0, 65})))
                        .addAttribute(
                                Protos.attribute("doc", AttributeType.INT)
                                        .setI(5)
                                        .setDocString("why"))
                        .addAttribute(
                                Protos.attribute("many", AttributeType.TENSORS)
                                        .addTensors(Protos.raw("t", Protos.FLOAT, 2000, 500)))
                        .addAttribute(
                                Protos.attribute("ref", AttributeType.INT).setRefAttrName("outer"))
                        .build();
        ModelProto proto = Protos.everything();
        GraphProto.Builder graph = proto.getGraph().toBuilder().setNode(2, node);
        Model model = assertSame(folder, proto.toBuilder().setGraph(graph).build());

        Node decoded = model.graph().nodes().get(2);
        assertThat(decoded.attribute("i", 0L)).isEqualTo(3);
        assertThat(decoded.ints("is")).contains(List.of(4L));
        assertThat(decoded.attribute("zero", 9L)).isZero();
        assertThat(decoded.attribute("nought", 9f)).isZero();
        assertThat(decoded.attribute("text", "?")).isEmpty();
        assertThat(decoded.attribute("doc", 0L)).isEqualTo(5);
        assertThat(decoded.attributes().get("many")).isInstanceOf(Attribute.Other.class);
    }

    @Test
    void tensorsInTypedFields(@TempDir Path folder) throws IOException {
        TensorProto.Builder floats =
                TensorProto.newBuilder().addDims(500).setDataType(1).setName("floats");
        TensorProto.Builder doubles =
                TensorProto.newBuilder().addDims(500).setDataType(11).setName("doubles");
        TensorProto.Builder ints =
                TensorProto.newBuilder().addDims(500).setDataType(6).setName("ints");
        for (int i = 0; i < 500; i++) {
            floats.addFloatData(i / 3f);
            doubles.addDoubleData(i / 3.0);
            ints.addInt32Data(-i);
        }
        GraphProto graph =
                Protos.graph("main", Protos.node("Add", "y", "x", "small"))
                        .addInitializer(
                                TensorProto.newBuilder()
                                        .addDims(2)
                                        .setDataType(1)
                                        .addFloatData(1)
                                        .addFloatData(Float.NaN)
                                        .setName("small"))
                        .addInitializer(floats)
                        .addInitializer(doubles)
                        .addInitializer(ints)
                        .addInitializer(
                                TensorProto.newBuilder()
                                        .addDims(1)
                                        .setDataType(8)
                                        .addStringData(ByteString.copyFromUtf8("text"))
                                        .setName("strings"))
                        .addInitializer(
                                TensorProto.newBuilder().addDims(0).setDataType(1).setName("none"))
                        .addInitializer(Protos.raw("empty", 1, 0, 0))
                        .build();
        Model model = assertSame(folder, Protos.model(graph));

        Tensor read = model.graph().constant("floats").orElseThrow();
        assertThat(read.data()).isInstanceOf(FileRegion.class);
        assertThat(Weights.floats(read)[499]).isEqualTo(499 / 3f);
        assertThat(Weights.longs(model.graph().constant("ints").orElseThrow())[499])
                .isEqualTo(-499);
    }

    @Test
    void namesThatAreNotUtf8(@TempDir Path folder) throws IOException {
        ByteString name = ByteString.copyFrom(new byte[] {'w', -1, -2, (byte) 0xED, -96, -128});
        GraphProto.Builder graph =
                Protos.graph("main")
                        .addNode(Protos.node("Add", "y", "x").toBuilder().addInputBytes(name))
                        .addInitializer(
                                Protos.raw("w", Protos.FLOAT, 24, 2, 3).toBuilder()
                                        .setNameBytes(name));
        assertSame(folder, Protos.model(graph.build()));
    }

    @Test
    void externalDataComesInside(@TempDir Path folder) throws IOException {
        Files.write(folder.resolve("w.bin"), new byte[8192]);
        ModelProto proto =
                Protos.adding(
                        Protos.external(
                                "w",
                                1024,
                                "location",
                                "w.bin",
                                "offset",
                                "4096",
                                "length",
                                "4096"));
        ModelFile file = ModelFile.read(Protos.write(folder, proto));
        assertThat(file.fileSize()).isEqualTo(8192L + proto.getSerializedSize());
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere")).resolve("out.onnx");
        ModelFile.write(elsewhere, file.model(), false, OutputFile.Check.NONE);

        TensorProto written =
                ModelProto.parseFrom(Files.readAllBytes(elsewhere)).getGraph().getInitializer(0);
        assertThat(written.getRawData().size()).isEqualTo(4096);
        assertThat(written.getExternalDataCount()).isZero();
        assertThat(written.hasDataLocation()).isFalse();
    }
}
