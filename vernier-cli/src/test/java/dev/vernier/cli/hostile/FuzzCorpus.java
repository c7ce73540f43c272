package dev.vernier.cli.hostile;

import ai.onnx.proto.OnnxMl.ModelProto;
import dev.vernier.cli.CommandRun;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes the committed inputs that {@link InputFuzzTest} starts from: a small sound file of each
 * kind. Its argument is the folder {@code InputFuzzTestInputs} of the test resources.
 */
final class FuzzCorpus {

    private static final String TOKENIZER =
            """
            {"version": "1.0", "truncation": null, "padding": null, "added_tokens": [],
             "normalizer": null, "pre_tokenizer": {"type": "Whitespace"}, "post_processor": null,
             "decoder": null, "model": {"type": "WordLevel",
             "vocab": {"[UNK]": 0, "one": 1, "sentence": 2}, "unk_token": "[UNK]"}}
            """;

    private final Path folder;

    private FuzzCorpus(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] arguments) throws IOException {
        FuzzCorpus corpus = new FuzzCorpus(Path.of(arguments[0]));
        corpus.models();
        corpus.arrays();
        corpus.made();
        corpus.texts();
    }

    private void put(String target, String name, byte[] content) throws IOException {
        Files.write(Files.createDirectories(folder.resolve(target)).resolve(name), content);
    }

    private void put(String target, String name, String content) throws IOException {
        put(target, name, content.getBytes(StandardCharsets.UTF_8));
    }

    private void models() throws IOException {
        List<ModelProto> seeds = Seeds.quantizable();
        for (String target : List.of("parse", "validate", "roundTrip")) {
            for (int i = 0; i < seeds.size(); i++) {
                put(target, "model" + i, seeds.get(i).toByteArray());
            }
        }
    }

    private static byte[] npy(String type, String shape, int bytes) {
        String header =
                "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }\n";
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
        out.write(header.length() & 0xFF);
        out.write(header.length() >>> 8);
        out.writeBytes(header.getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(new byte[bytes]);
        return out.toByteArray();
    }

    private static byte[] npz(String name, byte[] array) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(name + ".npy"));
            zip.write(array);
        }
        return out.toByteArray();
    }

    private void arrays() throws IOException {
        byte[] floats = npy("<f4", "(1, 4, 8, 8)", 1024);
        put("npy", "floats", floats);
        put("npy", "doubles", npy(">f8", "(1, 4, 8, 8)", 2048));
        put("npy", "objects", npy("|O", "(1,)", 8));
        put("npz", "floats", npz("x", floats));
        put("npz", "other", npz("z", npy("<i8", "(2,)", 16)));
    }

    /** What the commands of the product write. */
    private void made() throws IOException {
        Path temporary = Files.createTempDirectory("vernier-corpus");
        Path model = Files.write(temporary.resolve("net.onnx"), Net.model().toByteArray());
        Path statistics = temporary.resolve("net.stats");
        Path plan = temporary.resolve("plan.json");
        require(
                CommandRun.of(
                        "calibrate",
                        model.toString(),
                        "--random",
                        "2",
                        "-o",
                        statistics.toString()));
        require(
                CommandRun.of(
                        "plan",
                        model.toString(),
                        "--stats",
                        statistics.toString(),
                        "-o",
                        plan.toString()));
        put("statisticsFile", "net", Files.readAllBytes(statistics));
        put("planFile", "net", Files.readAllBytes(plan));
    }

    private static void require(CommandRun run) {
        if (run.exitCode() != 0) {
            throw new IllegalStateException(run.err());
        }
    }

    private void texts() throws IOException {
        put("tokenizer", "words", TOKENIZER);
        put("csv", "rows", "text,label\n\"one \"\"quoted\"\" sentence\",1\nanother,2\n");
        put(
                "calibrationTable",
                "tensorrt",
                "TRT-8601-EntropyCalibration2\nx: 3c010a14\ny: 3d000000\n");
        put("calibrationTable", "onnxruntime", "{\"x\": [\"-1.0\", \"2.0\"]}");
        put("options", "filter", "/conv.*/");
        put("options", "between", "first..last");
        put("options", "images", "imagenet,resize=232,filter=bicubic,mean=0.5:0.5:0.5");
    }
}
