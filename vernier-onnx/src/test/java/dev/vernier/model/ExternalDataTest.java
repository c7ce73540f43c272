package dev.vernier.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TrainingInfoProto;
import dev.vernier.graph.ModelFormatException;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.TensorData.FileRegion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** External data is followed inside the model's folder only, wherever in the model it is named. */
class ExternalDataTest {

    private static final long ELEMENTS = 512;

    private final Path folder;

    ExternalDataTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        Files.write(folder.resolve("secret"), new byte[8192]);
        Path inside = Files.createDirectory(folder.resolve("model"));
        Files.write(inside.resolve("w.bin"), new byte[8192]);
        Files.createDirectory(inside.resolve("sub"));
        Files.write(inside.resolve("sub").resolve("w.bin"), new byte[8192]);
    }

    private Path model(String... entries) throws IOException {
        return Protos.write(
                folder.resolve("model"), Protos.adding(Protos.external("w", ELEMENTS, entries)));
    }

    private static void assertRefused(Path file, String message) {
        assertThatThrownBy(() -> ModelFile.read(file))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({
        "w.bin, 0, 2048",
        "./w.bin, 4096, 2048",
        "sub/w.bin, 6144, 2048",
        "sub/./w.bin, 17, 2048",
    })
    void isFound(String location, String offset, String length) throws IOException {
        Path file = model("location", location, "offset", offset, "length", length);
        Tensor w = ModelFile.read(file).model().graph().constant("w").orElseThrow();
        assertThat(w.data())
                .isEqualTo(
                        new FileRegion(
                                file.resolveSibling(location).toRealPath(),
                                Long.parseLong(offset),
                                Long.parseLong(length)));
    }

    @Test
    void offsetAndLengthMayBeMissing() throws IOException {
        Path file = model("location", "w.bin", "checksum", "not looked at");
        Tensor w = ModelFile.read(file).model().graph().constant("w").orElseThrow();
        assertThat(w.data().size()).isEqualTo(4 * ELEMENTS);
    }

    static Stream<String> badLocations() {
        return Stream.of(
                "",
                "../secret",
                "sub/../../secret",
                "sub/..",
                "..",
                "/etc/passwd",
                "\\etc\\passwd",
                "..\\secret",
                "C:/secret",
                "C:secret",
                "//server/share",
                "w.bin\0.txt",
                "*/_ORT_MEM_ADDR_/*",
                "*/_ORT_MEM_ADDR_/*/w.bin",
                "sub/",
                "sub",
                ".",
                "missing.bin",
                "file:w.bin");
    }

    @ParameterizedTest
    @MethodSource("badLocations")
    void isRefusedOutside(String location) throws IOException {
        assertRefused(model("location", location), "external data");
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 2048, must be a number",
        "0, -2048, must be a number",
        "0x10, 2048, must be a number",
        "' 1', 2048, must be a number",
        "9223372036854775807, 2048, at most 18 digits",
        "999999999999999999, 2048, must lie inside its file",
        "8192, 2048, must lie inside its file",
        "6145, 2048, must lie inside its file",
        "0, 999999999999999999, must lie inside its file",
        "0, 8192, 'bytes=8192, expected=2048'",
        "0, 2047, 'bytes=2047, expected=2048'",
        "0, 16, 'bytes=16, expected=2048'",
    })
    void regionMustFit(String offset, String length, String message) throws IOException {
        assertRefused(model("location", "w.bin", "offset", offset, "length", length), message);
    }

    @Test
    void keysMustBeUnique() throws IOException {
        assertRefused(
                model("location", "w.bin", "location", "sub/w.bin"),
                "external data keys must be unique; key=location");
    }

    @Test
    void regionsMustNotOverlapUnlessTheyAreTheSame() throws IOException {
        Path shared = overlapping("0");
        assertThat(ModelFile.read(shared).model().graph().initializers()).hasSize(2);
        assertRefused(overlapping("4"), "external data of tensors must not overlap");
    }

    private Path overlapping(String offset) throws IOException {
        GraphProto graph =
                Protos.graph("main", Protos.node("Add", "y", "w", "v"))
                        .addInitializer(Protos.external("w", ELEMENTS, "location", "w.bin"))
                        .addInitializer(
                                Protos.external(
                                        "v", ELEMENTS, "location", "w.bin", "offset", offset))
                        .build();
        return Protos.write(folder.resolve("model"), Protos.model(graph));
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void symbolicLinksMayNotLeadOut() throws IOException {
        Path inside = folder.resolve("model");
        Files.createSymbolicLink(inside.resolve("link.bin"), folder.resolve("secret"));
        assertRefused(model("location", "link.bin"), "must be inside the model's folder");
        Files.createSymbolicLink(inside.resolve("up"), folder);
        assertRefused(model("location", "up/secret"), "must be inside the model's folder");
        Files.createSymbolicLink(inside.resolve("loop"), inside.resolve("loop"));
        assertRefused(model("location", "loop"), "must be a file that can be found; location=loop");

        Files.createSymbolicLink(inside.resolve("same.bin"), Path.of("sub", "w.bin"));
        assertThat(ModelFile.read(model("location", "same.bin")).model()).isNotNull();
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void hardLinksAreRefused() throws IOException {
        Files.createLink(folder.resolve("model").resolve("hard.bin"), folder.resolve("secret"));
        assertRefused(
                model("location", "hard.bin"),
                "external data must not be a hard link; location=hard.bin, links=2;"
                        + " copy the file to give it a name of its own");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void pipesAreRefused() throws Exception {
        Path pipe = folder.resolve("model").resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
        assertRefused(model("location", "pipe"), "must be a regular file");
        assertThatThrownBy(() -> ModelFile.read(pipe)).hasMessageContaining("regular file");
    }

    @Test
    void linkedModelFindsDataBesideItsTarget() throws IOException {
        Path file = model("location", "w.bin");
        Path link = folder.resolve("linked.onnx");
        Files.createSymbolicLink(link, file);
        ModelFile read = ModelFile.read(link);
        assertThat(read.path()).isEqualTo(link);
        assertThat(read.folder()).isEqualTo(file.toRealPath().getParent());
    }

    /** The same bad tensor, wherever a tensor can be. */
    static Stream<ModelProto> everywhere() {
        TensorProto bad = Protos.external("w", ELEMENTS, "location", "../secret");
        TensorProto good = Protos.raw("w", Protos.FLOAT, 24, 2, 3);
        TensorProto index =
                TensorProto.newBuilder().setDataType(7).addDims(1).addInt64Data(0).build();
        SparseTensorProto sparse =
                SparseTensorProto.newBuilder().setValues(bad).setIndices(index).addDims(9).build();
        GraphProto body =
                GraphProto.newBuilder()
                        .addInitializer(bad)
                        .addOutput(Protos.value("w"))
                        .setName("body")
                        .build();
        NodeProto node = Protos.node("Add", "y", "x", "w");
        GraphProto.Builder sound = Protos.graph("main", node).addInitializer(good);
        FunctionProto function =
                FunctionProto.newBuilder()
                        .setName("f")
                        .setDomain("local")
                        .addNode(
                                Protos.node("Constant", "c").toBuilder()
                                        .addAttribute(
                                                Protos.attribute("value", AttributeType.TENSOR)
                                                        .setT(bad)))
                        .addAttributeProto(
                                Protos.attribute("value", AttributeType.TENSOR).setT(bad))
                        .build();
        return Stream.of(
                Protos.adding(bad),
                Protos.model(sound.clone().addSparseInitializer(sparse).build()),
                Protos.model(
                        with(sound, Protos.attribute("a", AttributeType.TENSOR).setT(bad).build())),
                Protos.model(
                        with(
                                sound,
                                Protos.attribute("a", AttributeType.TENSORS)
                                        .addTensors(bad)
                                        .build())),
                Protos.model(
                        with(
                                sound,
                                Protos.attribute("a", AttributeType.SPARSE_TENSOR)
                                        .setSparseTensor(sparse)
                                        .build())),
                Protos.model(
                        with(
                                sound,
                                Protos.attribute("a", AttributeType.SPARSE_TENSORS)
                                        .addSparseTensors(sparse)
                                        .build())),
                Protos.model(
                        with(sound, Protos.attribute("a", AttributeType.GRAPH).setG(body).build())),
                Protos.model(
                        with(
                                sound,
                                Protos.attribute("a", AttributeType.GRAPHS)
                                        .addGraphs(body)
                                        .build())),
                Protos.model(
                        with(
                                sound,
                                Protos.attribute("a", AttributeType.TENSOR)
                                        .setT(bad)
                                        .setRefAttrName("r")
                                        .build())),
                Protos.model(sound.build()).toBuilder()
                        .addTrainingInfo(TrainingInfoProto.newBuilder().setAlgorithm(body))
                        .build(),
                Protos.model(sound.build()).toBuilder()
                        .addTrainingInfo(TrainingInfoProto.newBuilder().setInitialization(body))
                        .build(),
                Protos.model(sound.build()).toBuilder()
                        .addFunctions(function.toBuilder().clearAttributeProto())
                        .build(),
                Protos.model(sound.build()).toBuilder()
                        .addFunctions(function.toBuilder().clearNode())
                        .build());
    }

    /** As model caches lay files out: names are links to digests in one folder. */
    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void namesAreLookedUpBesideTheLink() throws IOException {
        Path blobs = Files.createDirectory(folder.resolve("blobs"));
        Path names = Files.createDirectory(folder.resolve("names"));
        Files.move(model("location", "weights"), blobs.resolve("aaaa"));
        Files.write(blobs.resolve("bbbb"), new byte[2048]);
        Path link = Files.createSymbolicLink(names.resolve("model.onnx"), blobs.resolve("aaaa"));

        assertRefused(link, "external data file must exist; location=weights");
        Files.createSymbolicLink(names.resolve("weights"), folder.resolve("secret"));
        assertRefused(link, "must be inside the model's folder");
        Files.delete(names.resolve("weights"));
        Files.createSymbolicLink(names.resolve("weights"), blobs.resolve("bbbb"));

        ModelFile read = ModelFile.read(link);
        assertThat(read.externalFiles()).containsExactly(blobs.resolve("bbbb").toRealPath());
        assertThat(read.folder()).isEqualTo(blobs.toRealPath());
    }

    private static GraphProto with(GraphProto.Builder graph, AttributeProto attribute) {
        GraphProto.Builder changed = graph.clone();
        changed.getNodeBuilder(0).addAttribute(attribute);
        return changed.build();
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void isRefusedEverywhere(ModelProto model) throws IOException {
        assertRefused(
                Protos.write(folder.resolve("model"), model),
                "location of external data must stay inside the model's folder;"
                        + " location=../secret");
    }
}
