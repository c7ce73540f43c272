package dev.vernier.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.vernier.graph.Model;
import dev.vernier.graph.ModelFormatException;
import dev.vernier.graph.Node;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.TensorData.FileRegion;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFileTest {

    private static final ModelProto MODEL =
            Protos.adding(Protos.raw("w", Protos.FLOAT, 6000, 500, 3));

    private final Path folder;
    private final Path file;

    ModelFileTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.file = Protos.write(folder, MODEL);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(each -> String.valueOf(each.getFileName())).sorted().toList();
        }
    }

    @Test
    void saysWhatItRead() throws IOException {
        ModelFile read = ModelFile.read(file);
        assertThat(read.path()).isEqualTo(file);
        assertThat(read.folder()).isEqualTo(folder.toRealPath());
        assertThat(read.fileSize()).isEqualTo(Files.size(file));
        assertThat(read.sha256()).hasSize(64).isEqualTo(ModelFile.read(file).sha256());
    }

    @Test
    void digestKnowsExternalData() throws IOException {
        Files.write(folder.resolve("w.bin"), new byte[4096]);
        Protos.write(folder, Protos.adding(Protos.external("w", 1024, "location", "w.bin")));
        String before = ModelFile.read(file).sha256();
        byte[] changed = new byte[4096];
        changed[77] = 1;
        Files.write(folder.resolve("w.bin"), changed);
        assertThat(ModelFile.read(file).sha256()).isNotEqualTo(before);
    }

    @Test
    void writesOverTheFileThatTheWeightsComeFrom() throws IOException {
        byte[] before = Files.readAllBytes(file);
        ModelFile.write(file, ModelFile.read(file).model(), true, OutputFile.Check.NONE);
        assertThat(file).hasBinaryContent(before);
        assertThat(names()).containsExactly("model.onnx");
    }

    @Test
    void sourceThatHasBecomeShorterIsNoticed() throws IOException {
        Model model = ModelFile.read(file).model();
        Files.write(file, new byte[100]);
        Path output = folder.resolve("out.onnx");
        assertThatThrownBy(() -> ModelFile.write(output, model, false, OutputFile.Check.NONE))
                .isInstanceOf(EOFException.class)
                .hasMessageContaining("weights file must stay as it is while it is in use; file=");
        assertThat(names()).containsExactly("model.onnx");
    }

    @Test
    void unsoundModelIsNotWritten() throws IOException {
        Model model = ModelFile.read(file).model();
        Node dangling = Node.of("n", "Add", List.of("x", "gone"), List.of("y"));
        Model unsound = model.withGraph(model.graph().toBuilder().nodes(List.of(dangling)).build());
        Path output = folder.resolve("out.onnx");
        assertThatThrownBy(() -> ModelFile.write(output, unsound, false, OutputFile.Check.NONE))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("node n: input must be produced");
        assertThat(output).doesNotExist();
    }

    @Test
    void newTensorsAndSmallRegionsAreWritten() throws IOException {
        Model model = ModelFile.read(file).model();
        Tensor w = model.graph().constant("w").orElseThrow();
        FileRegion region = (FileRegion) w.data();
        Tensor part =
                new Tensor(
                        "part",
                        w.type(),
                        List.of(3L),
                        new FileRegion(region.file(), region.offset() + 12, 12));
        Tensor large = Tensor.ofFloats("large", new long[] {1000}, new float[1000]);
        Model changed =
                model.withGraph(
                        model.graph().toBuilder().initializer(part).initializer(large).build());
        Path output = folder.resolve("out.onnx");
        ModelFile.write(output, changed, false, OutputFile.Check.NONE);

        Model read = ModelFile.read(output).model();
        assertThat(Weights.floats(read.graph().constant("part").orElseThrow()))
                .containsExactly(Arrays.copyOfRange(Weights.floats(w), 3, 6));
        assertThat(Weights.floats(read.graph().constant("large").orElseThrow()))
                .isEqualTo(new float[1000]);
    }

    /** Forty constants, each of which is the same 64 MB: 2.6 GB, but not on disk. */
    @Test
    void modelOverTwoGigabytesGetsAnExternalFile() throws IOException {
        long size = 64L << 20;
        Path weights = folder.resolve("weights.bin");
        try (SeekableByteChannel channel =
                Files.newByteChannel(Files.createFile(weights), StandardOpenOption.WRITE)) {
            channel.position(size - 1).write(ByteBuffer.allocate(1));
        }
        GraphProto.Builder graph =
                MODEL.getGraph().toBuilder()
                        .addNode(
                                NodeProto.newBuilder()
                                        .setOpType("Constant")
                                        .addOutput("c")
                                        .addAttribute(
                                                Protos.attribute("value", AttributeType.TENSOR)
                                                        .setT(Protos.raw("", 1, 4000, 1000))));
        for (int i = 0; i < 40; i++) {
            graph.addInitializer(
                    Protos.external("w" + i, size / 4, "location", "weights.bin").toBuilder());
        }
        Model model = ModelFile.read(Protos.write(folder, Protos.model(graph.build()))).model();
        Path output = Files.createDirectory(folder.resolve("out")).resolve("big.onnx");
        List<String> seen = new ArrayList<>();
        ModelFile.write(
                output,
                model,
                false,
                temporary -> seen.add(ModelFile.read(temporary).model().graph().name()));

        assertThat(seen).containsExactly("main");
        TensorProto last =
                ModelProto.parseFrom(Files.readAllBytes(output)).getGraph().getInitializer(40);
        String location = last.getExternalData(0).getValue();
        assertThat(location).matches("big\\.onnx\\.[0-9a-f]{16}\\.data");
        assertThat(Long.parseLong(last.getExternalData(1).getValue()) % (64 << 10)).isZero();
        assertThat(Files.size(output.resolveSibling(location))).isBetween(size, size + (1 << 18));
        try (Stream<Path> files = Files.list(output.getParent())) {
            assertThat(files).hasSize(2);
        }
        ModelFile read = ModelFile.read(output);
        assertThat(Weights.bytes(read.model().graph().constant("w").orElseThrow()))
                .isEqualTo(Weights.bytes(model.graph().constant("w").orElseThrow()));
        OutputFile.Check refusing =
                temporary -> {
                    throw new IllegalStateException("refused");
                };
        Path never = output.resolveSibling("never.onnx");
        assertThatThrownBy(() -> ModelFile.write(never, model, false, refusing))
                .hasMessage("refused");
        try (Stream<Path> files = Files.list(output.getParent())) {
            assertThat(files).hasSize(2);
        }
    }
}
