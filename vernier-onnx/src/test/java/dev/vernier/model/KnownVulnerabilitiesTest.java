package dev.vernier.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataLocation;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.ModelFormatException;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.TensorData.FileRegion;
import dev.vernier.graph.UnsupportedModelException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** One test for each vulnerability that was published of the ONNX reference implementation. */
class KnownVulnerabilitiesTest {

    private static final long ELEMENTS = 512;

    private final Path folder;
    private final Path inside;

    KnownVulnerabilitiesTest(@TempDir Path temporary) throws IOException {
        folder = temporary;
        inside = Files.createDirectories(folder.resolve("model/a"));
        Files.write(folder.resolve("secret"), new byte[8192]);
        Files.write(inside.resolve("w.bin"), new byte[8192]);
    }

    private void assertRefused(String words, String... entries) throws IOException {
        Path file = Protos.write(inside, Protos.adding(Protos.external("w", ELEMENTS, entries)));
        assertThatThrownBy(() -> ModelFile.read(file))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageStartingWith(file + " > ")
                .hasMessageContaining("initializer w")
                .hasMessageContaining(words);
    }

    @Test
    void cve202225882ParentFolderOnRead() throws IOException {
        assertRefused("must stay inside the model's folder", "location", "../../secret");
    }

    @Test
    void cve202427318ParentFolderBehindAFolder() throws IOException {
        assertRefused("must stay inside the model's folder", "location", "b/../../../secret");
        assertRefused("must stay inside the model's folder", "location", "./../../secret");
    }

    /** A read beyond the buffer that the native checker puts its message into. */
    @Test
    void cve202427319LongNamesInMessagesOfNativeCode() {
        assumeThat(Reference.isAvailable()).isTrue();
        for (int length : List.of(1_000, 2_047, 2_048, 2_049, 100_000)) {
            String name = "%s%n%x".repeat(length / 6 + 1).substring(0, length);
            ModelProto model =
                    Protos.model(Protos.graph("main", Protos.node(name, "y", "x")).build());
            assertThatThrownBy(() -> Reference.check(read(model)))
                    .isInstanceOf(UnsupportedModelException.class);
        }
    }

    private Model read(ModelProto model) throws IOException {
        return ModelFile.read(Protos.write(inside, model)).model();
    }

    /** Archives that unpack over other files: none is unpacked. */
    @Test
    void cve20245187ArchivesAreNotUnpacked() throws IOException {
        byte[] tar = new byte[1024];
        byte[] name = "../../planted".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(name, 0, tar, 0, name.length);
        System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, tar, 257, 5);
        Path file = Files.write(inside.resolve("model.onnx"), tar);

        assertThatThrownBy(() -> ModelFile.read(file))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("tar archive");

        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files).noneMatch(path -> path.endsWith("planted"));
        }
    }

    /** Names of external data decide where a model that is saved is written: not ours. */
    @Test
    void cve202551480ParentFolderOnWrite() throws IOException {
        Path secret = folder.resolve("secret").toRealPath();
        Tensor outside =
                new Tensor(
                        "w",
                        ElementType.FLOAT,
                        List.of(ELEMENTS),
                        new FileRegion(secret, 0, 4 * ELEMENTS));
        Model model = read(Protos.adding(Protos.raw("w", 1, 24, 2, 3)));
        Graph graph = model.graph().toBuilder().initializers(List.of(outside)).build();

        ModelProto referencing =
                ModelProto.parseFrom(
                        ModelBytes.referencing(
                                model.withGraph(graph), inside, ByteBuffer::allocate));
        ModelFile.write(
                inside.resolve("out.onnx"), model.withGraph(graph), false, OutputFile.Check.NONE);

        assertThat(referencing.getGraph().getInitializer(0).getDataLocation())
                .isEqualTo(DataLocation.DEFAULT);
        assertThat(Files.size(secret)).isEqualTo(8192);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("model", "secret");
        }
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void cve202627489SymbolicLinkOnRead() throws IOException {
        Files.createSymbolicLink(inside.resolve("link"), folder.resolve("secret"));
        Files.createSymbolicLink(inside.resolve("up"), folder);
        assertRefused("must be inside the model's folder", "location", "link");
        assertRefused("must be inside the model's folder", "location", "up/secret");
    }

    /** A link that is met when writing is replaced, not written through. */
    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void cve202627489SymbolicLinkOnWriteKeepsTheFolder() throws IOException {
        Model model = read(Protos.adding(Protos.raw("w", 1, 24, 2, 3)));
        Path link = inside.resolve("out.onnx");
        Files.createSymbolicLink(link, folder.resolve("planted"));

        try {
            ModelFile.write(link, model, false, OutputFile.Check.NONE);
        } catch (IOException e) {
            // refused is as good
        }

        assertThat(folder.resolve("planted")).doesNotExist();
    }

    /** A model that is opened by its bare name, whose folder is then the empty path. */
    @Test
    void cve202627489EmptyBaseFolder() throws IOException {
        Path here = Path.of("").toAbsolutePath();
        Path file = Files.createTempFile(here, "bare", ".onnx");
        try {
            ModelProto model =
                    Protos.adding(Protos.external("w", ELEMENTS, "location", "../secret"));
            Files.write(file, model.toByteArray());
            Path bare = Path.of(String.valueOf(file.getFileName()));
            assertThatThrownBy(() -> ModelFile.read(bare))
                    .isInstanceOf(ModelFormatException.class)
                    .hasMessageContaining("must stay inside the model's folder");
        } finally {
            Files.delete(file);
        }
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void cve202634446HardLink() throws IOException {
        Files.createLink(inside.resolve("hard"), folder.resolve("secret"));
        assertRefused("must not be a hard link", "location", "hard");
    }

    /** Keys that set what they should not, and lengths that allocate what is not there. */
    @Test
    void cve202634445KeysAndLengths() throws IOException {
        assertRefused("keys must be unique", "location", "w.bin", "location", "../../secret");
        assertRefused(
                "must lie inside its file", "location", "w.bin", "length", "900000000000000000");
        assertRefused("at most 18 digits", "location", "w.bin", "length", "9223372036854775807");
        Path file =
                Protos.write(
                        inside,
                        Protos.adding(
                                Protos.external(
                                        "w",
                                        ELEMENTS,
                                        "location",
                                        "w.bin",
                                        "__class__",
                                        "os",
                                        "basepath",
                                        "/etc",
                                        "offset",
                                        "0")));
        assertThat(ModelFile.read(file).model().graph().constant("w").orElseThrow().data())
                .isEqualTo(new FileRegion(inside.resolve("w.bin").toRealPath(), 0, 2048));
    }

    /** Offsets that leave gigabytes of nothing in the file that is written (onnx issue 8260). */
    @Test
    void paddingOnWriteIsAtMost64KiB() throws IOException {
        byte[] data = new byte[(1 << 20) + (64 << 10)];
        Files.write(inside.resolve("w.bin"), data);
        GraphProto graph =
                Protos.graph("main", Protos.node("Add", "y", "x", "w"))
                        .addInitializer(
                                Protos.external(
                                        "w", ELEMENTS, "location", "w.bin", "offset", "1048576"))
                        .build();
        Path output = inside.resolve("out.onnx");

        ModelFile.write(output, read(Protos.model(graph)), false, OutputFile.Check.NONE);

        assertThat(Files.size(output)).isLessThan(64 << 10);
    }
}
