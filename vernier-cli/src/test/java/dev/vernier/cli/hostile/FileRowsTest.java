package dev.vernier.cli.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataLocation;
import com.google.protobuf.ByteString;
import dev.vernier.cli.CommandRun;
import dev.vernier.model.Limit;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows 35 to 45 of docs/reliability.md: files that are old, new, damaged, hostile or no models. */
class FileRowsTest {

    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(longs = {7, 8, 9})
    void row35OldOperatorSetIsConverted(long opset) throws IOException {
        HostileRun hostile = HostileRun.of(folder, Net.model(opset, Net.graph()));

        CommandRun run = hostile.isWritten();

        assertThat(run.err()).contains("operator set raised from " + opset + " to 13");
        assertThat(hostile.written("DequantizeLinear")).isPositive();
    }

    @Test
    void row35WhatCannotBeConvertedSaysHowToUpgrade() throws IOException {
        GraphProto.Builder graph =
                Net.graph()
                        .setNode(
                                1,
                                Net.node("Upsample", "r", "c").toBuilder()
                                        .addAttribute(Net.integer("height_scale", 2)));
        HostileRun.of(folder, Net.model(7, graph))
                .isRefused(
                        List.of(
                                "operator set must be at least 13",
                                "opset=7",
                                "node 'r_node' (Upsample)",
                                "Export the model with opset 13 or newer"));
    }

    @ParameterizedTest
    @ValueSource(longs = {10, 11, 12})
    void row36PerChannelNeedsThirteen(long opset) throws IOException {
        HostileRun hostile = HostileRun.of(folder, Net.model(opset, Net.graph()));

        CommandRun run = hostile.isWritten();

        assertThat(run.err()).contains("operator set raised from " + opset + " to 13");
        assertThat(hostile.written().graph().opsets().onnx()).isEqualTo(13);
    }

    @ParameterizedTest
    @CsvSource({"99, 8, operator set, 99", "17, 99, IR version, 99"})
    void row37NewerThanKnown(long opset, long ir, String what, String version) throws IOException {
        HostileRun.of(folder, Net.model(opset, Net.graph()).toBuilder().setIrVersion(ir).build())
                .isRefused(List.of(what, version, "export"));
    }

    @Test
    void row37NewerThanTheReferenceIsSaid() throws IOException {
        CommandRun run = HostileRun.of(folder, Net.model(23, Net.graph())).isWritten();

        assertThat(run.err()).contains("reference");
    }

    private HostileRun file(byte[] content) throws IOException {
        return new HostileRun(Files.write(folder.resolve("bad.onnx"), content));
    }

    @ParameterizedTest
    @CsvSource({
        "'<!DOCTYPE html><html>404</html>', HTML page",
        "'version https://git-lfs.github.com/spec/v1', git lfs pull",
        "'PK\u0003\u0004rest', PyTorch",
        "'\u001c\0\0\0TFL3rest', TensorFlow Lite",
        "'12345678{\"__metadata__\"', safetensors",
        "'\u001f\u008brest', gzip",
        "'', empty"
    })
    void row38OtherFilesAreRecognised(String content, String name) throws IOException {
        file(content.getBytes(StandardCharsets.ISO_8859_1)).isRefused(List.of(name));
    }

    @Test
    void row38Garbage() throws IOException {
        file(new byte[] {(byte) 0xFF, (byte) 0xFF, 3, 99, 7}).isRefused(List.of("offset="));
    }

    @Test
    void row38Truncated() throws IOException {
        byte[] whole = Net.model().toByteArray();
        for (int length = 1; length < whole.length; length += 97) {
            file(Arrays.copyOf(whole, length))
                    .isRefused(List.of("looks truncated; offset=", "end=" + length));
        }
    }

    @ParameterizedTest
    @CsvSource({"1148, 1152", "1156, 1152", "0, 1152"})
    void row39RawDataOfAnotherSize(int bytes, int expected) throws IOException {
        HostileRun.of(folder, Net.with(Net.raw("w", Net.FLOAT, new byte[bytes], 8, 4, 3, 3)))
                .isRefused(List.of("initializer w", "bytes=" + bytes, "expected=" + expected));
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 36, at least zero",
        "4294967296, 4294967296, 63 bits",
        "4611686018427387904, 2, 63 bits",
        "9223372036854775807, 1, 63 bits"
    })
    void row40NegativeOrOverflowingDimensions(long one, long other, String words)
            throws IOException {
        HostileRun.of(folder, Net.with(Net.raw("w", Net.FLOAT, new byte[1152], one, other)))
                .isRefused(List.of("initializer w", words));
    }

    private static TensorProto external(String location, String offset, String length) {
        return TensorProto.newBuilder()
                .setName("w")
                .setDataType(Net.FLOAT)
                .addAllDims(List.of(8L, 4L, 3L, 3L))
                .setDataLocation(DataLocation.EXTERNAL)
                .addExternalData(entry("location", location))
                .addExternalData(entry("offset", offset))
                .addExternalData(entry("length", length))
                .build();
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }

    private HostileRun naming(String location) throws IOException {
        return naming(location, "0", "1152");
    }

    private HostileRun naming(String location, String offset, String length) throws IOException {
        Path inside = Files.createDirectories(folder.resolve("model"));
        ByteString values = Net.random("w", 8, 4, 3, 3).getRawData();
        Files.write(inside.resolve("w.bin"), values.toByteArray());
        Files.write(folder.resolve("secret"), values.toByteArray());
        return HostileRun.of(inside, Net.with(external(location, offset, length)));
    }

    @Test
    void row41DataBesideTheModelIsRead() throws IOException {
        naming("w.bin").isWritten();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "../secret",
                "sub/../../secret",
                "/etc/passwd",
                "..\\secret",
                "C:/secret",
                "\\\\server\\share",
                "//server/share",
                "w.bin\0.txt",
                "*/_ORT_MEM_ADDR_/*",
                ".",
                "missing.bin"
            })
    void row41LocationsThatMustNotBeRead(String location) throws IOException {
        naming(location).isRefused(List.of("initializer w", "external data"));
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void row41LinksAndDevices() throws Exception {
        Path inside = naming("w.bin").input().resolveSibling("w.bin");
        Files.createSymbolicLink(inside.resolveSibling("link"), folder.resolve("secret"));
        Files.createSymbolicLink(inside.resolveSibling("up"), folder);
        Files.createSymbolicLink(inside.resolveSibling("loop"), inside.resolveSibling("loop"));
        Files.createSymbolicLink(inside.resolveSibling("null"), Path.of("/dev/zero"));
        Files.createLink(inside.resolveSibling("hard"), folder.resolve("secret"));
        Path pipe = inside.resolveSibling("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
        for (String location : List.of("link", "up/secret", "loop", "null", "hard", "pipe")) {
            naming(location).isRefused(List.of("initializer w", "location=" + location));
        }
    }

    /** A cache of Hugging Face: names are links to files that are named by their content. */
    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void row41LinksOfAModelCacheAreFollowed() throws IOException {
        Path blobs = Files.createDirectories(folder.resolve("hub/blobs"));
        Path snapshot = Files.createDirectories(folder.resolve("hub/snapshots/1f2e/onnx"));
        ModelProto model = Net.with(external("model.onnx_data", "0", "1152"));
        Files.write(blobs.resolve("aaaa"), model.toByteArray());
        Files.write(blobs.resolve("bbbb"), Net.random("w", 8, 4, 3, 3).getRawData().toByteArray());
        Path link = snapshot.resolve("model.onnx");
        Files.createSymbolicLink(link, Path.of("../../../blobs/aaaa"));
        Files.createSymbolicLink(
                snapshot.resolve("model.onnx_data"), Path.of("../../../blobs/bbbb"));

        new HostileRun(link).isWritten();
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 1152",
        "0, -1152",
        "one, 1152",
        "0x10, 1152",
        "1, 1152",
        "1152, 1152",
        "9000000000000000000, 1152",
        "0, 9000000000000000000",
        "9223372036854775807, 9223372036854775807",
        "99999999999999999999999999, 1152",
        "0, 1151"
    })
    void row42RegionsThatDoNotFit(String offset, String length) throws IOException {
        naming("w.bin", offset, length).isRefused(List.of("initializer w", "bad.onnx"));
    }

    @Test
    void row42RegionsThatOverlap() throws IOException {
        naming("w.bin");
        GraphProto.Builder graph = Net.graph();
        graph.setInitializer(Net.indexOf(graph, "w"), external("w.bin", "0", "1152"));
        graph.setInitializer(
                Net.indexOf(graph, "v"),
                external("w.bin", "640", "320").toBuilder()
                        .setName("v")
                        .clearDims()
                        .addAllDims(List.of(8L, 10L)));
        HostileRun.of(folder.resolve("model"), Net.model(graph))
                .isRefused(
                        List.of(
                                "initializer v",
                                "must not overlap",
                                "bytes=640 to 960",
                                "initializer w are 0 to 1152"));
    }

    @Test
    void row43ModelBeyondTwoGigabytesIsInspectedWithoutReadingIt() throws IOException {
        Path data = folder.resolve("big.data");
        long bytes = 3L << 30;
        try (RandomAccessFile sparse = new RandomAccessFile(data.toFile(), "rw")) {
            sparse.setLength(bytes);
        }
        TensorProto big =
                external("big.data", "0", Long.toString(bytes)).toBuilder()
                        .setName("big")
                        .clearDims()
                        .addAllDims(List.of(bytes / 4 / 1024, 1024L))
                        .build();
        GraphProto.Builder graph = Net.graph().addInitializer(big);
        Path model = Files.write(folder.resolve("big.onnx"), Net.model(graph).toByteArray());

        CommandRun run = CommandRun.of("inspect", model.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("3.");
    }

    @Test
    void row44NestedGraphs() throws IOException {
        nested(33).isRefused(List.of("nested at most 32 deep", "offset="));
        nested(40).isRefused(List.of("nested at most 32 deep", "offset="));
        nested(32).isWritten();
    }

    /**
     * The net, and a choice in a choice in a choice beside it.
     *
     * @param graphs how many are in one another, that of the model included
     */
    private HostileRun nested(int graphs) throws IOException {
        NodeProto.Builder node = choice(0, body(0, Net.node("Identity", "o0", "x")));
        for (int depth = 1; depth < graphs - 1; depth++) {
            GraphProto.Builder inner = body(depth, node.setOutput(0, "o" + depth).build());
            node = choice(depth, inner);
        }
        GraphProto.Builder graph =
                Net.graph()
                        .addNode(node)
                        .addInitializer(Net.raw("on", Net.BOOL, new byte[] {1}))
                        .addOutput(Net.value("deep", Net.FLOAT, -1, 4, 8, 8));
        return HostileRun.of(folder, Net.model(graph));
    }

    private static NodeProto.Builder choice(int id, GraphProto.Builder then) {
        GraphProto.Builder otherwise = body(1000 + id, Net.node("Neg", "o" + (1000 + id), "x"));
        return Net.node("If", "deep", "on").toBuilder()
                .addAttribute(Net.body("then_branch", then))
                .addAttribute(Net.body("else_branch", otherwise));
    }

    private static GraphProto.Builder body(int id, NodeProto node) {
        return GraphProto.newBuilder()
                .setName("body")
                .addNode(node)
                .addOutput(Net.value("o" + id, Net.FLOAT, -1, 4, 8, 8));
    }

    @Test
    void row45ManyNodesAndLongNames() throws IOException {
        GraphProto.Builder graph = Net.graph();
        String before = "f";
        for (int i = 0; i < 100_000; i++) {
            graph.addNode(Net.node("Relu", "chain" + i, before));
            before = "chain" + i;
        }
        String longName = "n".repeat(1 << 20);
        graph.addNode(Net.node("Relu", longName, before));
        Path model = Files.write(folder.resolve("long.onnx"), Net.model(graph).toByteArray());

        CommandRun run = CommandRun.of("inspect", model.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("100");
        assertThat(run.out().length()).isLessThan(100_000);
    }

    @Test
    void row45LimitsHaveNames() throws IOException {
        GraphProto.Builder graph = Net.graph();
        for (int i = 0; i < 1_000; i++) {
            graph.addNode(Net.node("Relu", "chain" + i, "x"));
        }
        HostileRun hostile = HostileRun.of(folder, Net.model(graph));

        try {
            hostile.isRefused(
                    List.of("at most 20000 bytes", "offset=", "--limit structure-bytes=N"),
                    "--limit=structure-bytes=20000");
        } finally { // a matter of the whole process
            Limit.STRUCTURE_BYTES.set(Limit.STRUCTURE_BYTES.standard());
        }
        hostile.isWritten();
    }

    @Test
    void row45BytesThatAreNoTextAreKept() throws IOException {
        ByteString odd = ByteString.copyFrom(new byte[] {'o', (byte) 0xFF, (byte) 0xC0, 'k'});
        GraphProto.Builder graph = Net.graph();
        graph.getNodeBuilder(1).setNameBytes(odd);
        graph.setDocStringBytes(odd);
        HostileRun hostile = HostileRun.of(folder, Net.model(graph));

        hostile.isWritten();

        ModelProto written = ModelProto.parseFrom(Files.readAllBytes(hostile.output()));
        assertThat(written.getGraph().getDocStringBytes()).isEqualTo(odd);
        assertThat(written.getGraph().getNodeList())
                .extracting(NodeProto::getNameBytes)
                .contains(odd);
    }
}
