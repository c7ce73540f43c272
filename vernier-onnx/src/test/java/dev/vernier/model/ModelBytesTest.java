package dev.vernier.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataLocation;
import com.google.protobuf.ByteString;
import dev.vernier.graph.Model;
import dev.vernier.graph.ModelFormatException;
import dev.vernier.graph.TensorData.FileRegion;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelBytesTest {

    private final Path folder;

    ModelBytesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** A large initializer, a small one and a large constant inside of a node. */
    private Model read() throws IOException {
        NodeProto constant =
                Protos.node("Constant", "c").toBuilder()
                        .addAttribute(
                                Protos.attribute("value", AttributeType.TENSOR)
                                        .setT(Protos.raw("", Protos.FLOAT, 2000, 500)))
                        .build();
        GraphProto graph =
                Protos.graph("main", constant, Protos.node("Sum", "y", "c", "w", "v", "x"))
                        .addInitializer(Protos.raw("w", Protos.FLOAT, 2000, 500))
                        .addInitializer(Protos.raw("v", Protos.FLOAT, 4, 1))
                        .build();
        return ModelFile.read(Protos.write(folder, Protos.model(graph))).model();
    }

    @Test
    void largeInitializersNameTheirFile() throws IOException {
        Model model = read();
        ModelProto proto =
                ModelProto.parseFrom(ModelBytes.referencing(model, folder, ByteBuffer::allocate));

        TensorProto w = proto.getGraph().getInitializer(0);
        FileRegion region = (FileRegion) model.graph().constant("w").orElseThrow().data();
        assertThat(w.getDataLocation()).isEqualTo(DataLocation.EXTERNAL);
        assertThat(w.hasRawData()).isFalse();
        assertThat(w.getExternalDataList())
                .extracting(StringStringEntryProto::getKey, StringStringEntryProto::getValue)
                .containsExactly(
                        tuple("location", "model.onnx"),
                        tuple("offset", Long.toString(region.offset())),
                        tuple("length", "2000"));
        assertThat(proto.getGraph().getInitializer(1).getRawData().size()).isEqualTo(4);
        TensorProto inner = proto.getGraph().getNode(0).getAttribute(0).getT();
        assertThat(inner.getRawData().size()).isEqualTo(2000);
    }

    @Test
    void filesElsewhereComeInside() throws IOException {
        Path other = Files.createDirectory(folder.resolve("other"));
        ByteBuffer bytes = ModelBytes.referencing(read(), other, ByteBuffer::allocateDirect);
        assertThat(bytes)
                .isEqualTo(ByteBuffer.wrap(Files.readAllBytes(folder.resolve("model.onnx"))));
    }

    @Test
    void regionsInSubfolders() throws IOException {
        Path sub = Files.createDirectory(folder.resolve("sub"));
        Files.write(sub.resolve("w.bin"), new byte[4096]);
        Protos.write(folder, Protos.adding(Protos.external("w", 1024, "location", "sub/w.bin")));
        Model model = ModelFile.read(folder.resolve("model.onnx")).model();
        ModelProto proto =
                ModelProto.parseFrom(ModelBytes.referencing(model, folder, ByteBuffer::allocate));
        assertThat(proto.getGraph().getInitializer(0).getExternalData(0).getValue())
                .isEqualTo("sub/w.bin");
    }

    @Test
    void skeletonIsSmallAndEverythingComesBack() throws IOException {
        Model model = read();
        byte[] skeleton = ModelBytes.skeleton(model);
        assertThat(skeleton.length).isLessThan(900);

        Model attached = ModelBytes.attach(skeleton, model);
        Path written = folder.resolve("written.onnx");
        ModelFile.write(written, attached, false, OutputFile.Check.NONE);
        assertThat(written).hasSameBinaryContentAs(folder.resolve("model.onnx"));
    }

    @Test
    void skeletonOfEverything() throws IOException {
        Path file = Protos.write(folder, Protos.everything());
        Model model = ModelFile.read(file).model();
        Path written = folder.resolve("written.onnx");
        ModelFile.write(
                written,
                ModelBytes.attach(ModelBytes.skeleton(model), model),
                false,
                OutputFile.Check.NONE);
        assertThat(written).hasSameBinaryContentAs(file);
    }

    @Test
    void sameNameForDifferentDataInSubgraphs() throws IOException {
        NodeProto.Builder branches = Protos.node("If", "y", "x").toBuilder();
        for (int i = 0; i < 2; i++) {
            TensorProto weight = Protos.raw("same", Protos.FLOAT, 2000, 500);
            byte[] data = weight.getRawData().toByteArray();
            data[0] = (byte) i;
            branches.addAttribute(
                    Protos.attribute("branch" + i, AttributeType.GRAPH)
                            .setG(
                                    GraphProto.newBuilder()
                                            .setName("body" + i)
                                            .addInitializer(
                                                    weight.toBuilder()
                                                            .setRawData(ByteString.copyFrom(data)))
                                            .addOutput(Protos.value("same", 500))));
        }
        Path file = Protos.write(folder, Protos.model(Protos.graph("g", branches.build()).build()));
        Model model = ModelFile.read(file).model();
        Path written = folder.resolve("written.onnx");
        ModelFile.write(
                written,
                ModelBytes.attach(ModelBytes.skeleton(model), model),
                false,
                OutputFile.Check.NONE);
        assertThat(written).hasSameBinaryContentAs(file);
    }

    @Test
    void lostDataIsNoticed() throws IOException {
        Model model = read();
        ModelProto.Builder skeleton = ModelProto.parseFrom(ModelBytes.skeleton(model)).toBuilder();
        skeleton.getGraphBuilder().getInitializerBuilder(0).setName("renamed");
        skeleton.getGraphBuilder().getNodeBuilder(1).setInput(1, "renamed");
        assertThatThrownBy(() -> ModelBytes.attach(skeleton.build().toByteArray(), model))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("initializer renamed: tensor data must have the size");
    }
}
