package dev.vernier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.plan.PlanJson;
import dev.vernier.statistics.ModelDigest;
import dev.vernier.statistics.StatisticsFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code vernier calibrate}, {@code merge} and {@code quantize --stats} on the sample model. */
class StatisticsRunTest {

    private static final Path DIGITS = Path.of("../samples/digits");
    private static final String MODEL = DIGITS.resolve("digits.onnx").toString();
    private static final String CALIBRATION = DIGITS.resolve("calibration.npz").toString();

    private static final int NPY_HEADER_BYTES = 128;
    private static final int IMAGE = 64;

    @TempDir private Path folder;

    @Test
    void statisticsGiveTheSameModelAsTheirSamples() {
        CommandRun calibrated = calibrate(CALIBRATION, "digits.stats");
        run("quantize", MODEL, "--data", CALIBRATION, "--effort", "fast", "-o", path("data.onnx"));
        CommandRun quantized =
                run(
                        "quantize",
                        MODEL,
                        "--stats",
                        path("digits.stats"),
                        "--random",
                        "2",
                        "-o",
                        path("stats.onnx"));

        assertThat(calibrated.out())
                .startsWith(
                        MODEL
                                + " -> "
                                + path("digits.stats")
                                + "\n  128 samples, 10 tensors: digits.stats ");
        assertThat(quantized.out()).contains("calibrated on 128 samples, compared on 2 samples");
        assertThat(folder.resolve("stats.onnx"))
                .hasSameBinaryContentAs(folder.resolve("data.onnx"));
    }

    @Test
    void threadsAndPartitionsDoNotShowInTheModel() throws IOException {
        writeHalves();
        String[] stats = {"1.stats", "2.stats", "8.stats", "merged.stats"};
        for (int i = 0; i < 3; i++) {
            String threads = stats[i].substring(0, 1);
            run(
                    "calibrate",
                    MODEL,
                    "--data",
                    path("whole"),
                    "--threads",
                    threads,
                    "-o",
                    path(stats[i]));
        }
        calibrate(path("even"), "even.stats");
        calibrate(path("odd"), "odd.stats");
        run("merge", path("odd.stats"), path("even.stats"), "-o", path("merged.stats"));
        for (String each : stats) {
            String threads = each.equals("8.stats") ? "8" : "1";
            run(
                    "quantize",
                    MODEL,
                    "--stats",
                    path(each),
                    "--random",
                    "1",
                    "--threads",
                    threads,
                    "-o",
                    path(each + ".onnx"));
        }

        for (String each : stats) {
            assertThat(folder.resolve(each)).hasSameBinaryContentAs(folder.resolve("merged.stats"));
            assertThat(folder.resolve(each + ".onnx"))
                    .hasSameBinaryContentAs(folder.resolve("merged.stats.onnx"));
        }
    }

    private void writeHalves() throws IOException {
        for (int i = 0; i < 40; i++) {
            float[] image = image(i);
            write("whole", i, image);
            write(i % 2 == 0 ? "even" : "odd", i, image);
        }
    }

    @Test
    void mergedHalvesAreOnePass() throws IOException {
        writeHalves();
        calibrate(path("whole"), "whole.stats");
        calibrate(path("even"), "even.stats");
        calibrate(path("odd"), "odd.stats");

        CommandRun merged =
                run("merge", path("odd.stats"), path("even.stats"), "-o", path("merged.stats"));

        assertThat(merged.out())
                .startsWith("2 files -> ")
                .contains("  40 samples, 10 tensors: merged.stats ");
        assertThat(folder.resolve("merged.stats"))
                .hasSameBinaryContentAs(folder.resolve("whole.stats"));
    }

    @Test
    void statisticsOfAnotherModelAreRefused() throws IOException {
        calibrate(CALIBRATION, "digits.stats");
        String sha256 = StatisticsFile.read(folder.resolve("digits.stats")).model().sha256();
        String other = "0".repeat(64);
        try (OutputStream out = Files.newOutputStream(folder.resolve("other.stats"))) {
            new StatisticsFile(new ModelDigest(other), 0, Map.of()).write(out);
        }

        CommandRun merge =
                run("merge", path("digits.stats"), path("other.stats"), "-o", path("never"));
        CommandRun quantize =
                run(
                        "quantize",
                        MODEL,
                        "--stats",
                        path("other.stats"),
                        "--random",
                        "1",
                        "-o",
                        path("never"));

        assertFails(merge, 65, path("digits.stats") + " is of " + sha256);
        assertFails(merge, 65, path("other.stats") + " is of " + other);
        assertFails(quantize, 65, path("other.stats") + ": statistics must be of the model");
        assertFails(quantize, 65, sha256);
    }

    @Test
    void statisticsThatLackEveryTensorAreRefused() throws IOException {
        calibrate(CALIBRATION, "digits.stats");
        ModelDigest digest = StatisticsFile.read(folder.resolve("digits.stats")).model();
        try (OutputStream out = Files.newOutputStream(folder.resolve("empty.stats"))) {
            new StatisticsFile(digest, 1, Map.of()).write(out);
        }

        CommandRun run =
                run(
                        "quantize",
                        MODEL,
                        "--stats",
                        path("empty.stats"),
                        "--random",
                        "1",
                        "-o",
                        path("never"));

        assertFails(run, 65, "empty.stats: statistics lack");
    }

    @Test
    void aCalibratorWithoutRangesToChooseIsRefused() {
        CommandRun run =
                run(
                        "calibrate",
                        MODEL,
                        "--data",
                        CALIBRATION,
                        "-o",
                        path("never"),
                        "--calibrator",
                        "entropy");

        assertFails(run, 2, "statistics suit every calibrator");
    }

    @Test
    void aFileIsMergedOnce() {
        calibrate(CALIBRATION, "a.stats");

        CommandRun run = run("merge", path("a.stats"), path("./a.stats"), "-o", path("never"));

        assertFails(run, 65, "must be given once");
    }

    @Test
    void damageIsToldWithTheFile() throws IOException {
        calibrate(CALIBRATION, "a.stats");
        byte[] whole = Files.readAllBytes(folder.resolve("a.stats"));
        Files.write(folder.resolve("half.stats"), Arrays.copyOf(whole, whole.length / 2));

        CommandRun damaged = run("merge", path("half.stats"), "-o", path("never"));
        CommandRun other = run("merge", CALIBRATION, "-o", path("never"));

        assertFails(damaged, 65, path("half.stats") + ": statistics file: must match its checksum");
        assertFails(other, 65, CALIBRATION + ": statistics file: must start with VERNSTAT");
    }

    @Test
    void aTableOfAnotherToolIsNotMerged() throws IOException {
        Files.writeString(folder.resolve("other.json"), "{\"x\": [0, 1]}");

        CommandRun run = run("merge", path("other.json"), "-o", path("never"));

        assertFails(run, 65, path("other.json") + ": files to merge must be statistics");
        assertThat(run.err()).contains("this is a calibration table", "--stats");
    }

    @Test
    void nothingIsWrittenThatNothingWasComparedOn() {
        CommandRun run = run("quantize", MODEL, "--stats", path("a.stats"), "-o", path("never"));

        assertFails(run, 2, "samples to compare both models on must be given: --eval DATA");
    }

    @Test
    void inspectShowsEveryTensorOrTheSpreadOfOne() {
        calibrate(CALIBRATION, "a.stats");

        CommandRun all = run("inspect", path("a.stats"));
        CommandRun one = run("inspect", path("a.stats"), "--tensor", "image");
        CommandRun ascii = run("inspect", path("a.stats"), "--tensor", "image", "--ascii");
        CommandRun none = run("inspect", path("a.stats"), "--tensor", "imag");
        CommandRun json = run("inspect", path("a.stats"), "--json");

        assertThat(all.err()).isEmpty();
        assertThat(all.out())
                .contains("128 samples of model ", "sets ends of ranges")
                .containsPattern("  image +0.000 +0.000 +0.06250 +1.000 +1.000 +49.56 %");
        Golden.assertMatches("inspect/digits-image.txt", one.out());
        assertThat(ascii.out()).isEqualTo(one.out().replace('█', '#'));
        assertFails(none, 2, "--tensor must be one of the ");
        assertThat(json.out()).contains("\"samples\" : 128", "\"percentile50\" : ");
    }

    @Test
    void rangesGoToOtherToolsAndComeBack() throws IOException {
        CommandRun calibrated =
                run(
                        "calibrate",
                        MODEL,
                        "--data",
                        CALIBRATION,
                        "-o",
                        path("a.stats"),
                        "--export",
                        path("a.json"),
                        "--calibrator",
                        "min-max");
        CommandRun merged =
                run(
                        "merge",
                        path("a.stats"),
                        "--export",
                        path("a.cache"),
                        "--export",
                        path("a.flatbuffers"));
        CommandRun table = run("inspect", path("a.json"));

        assertThat(calibrated.exitCode()).isZero();
        assertThat(calibrated.out()).contains(path("a.stats") + ", " + path("a.json"), " a.json ");
        assertThat(merged.out())
                .startsWith("1 file -> " + path("a.cache") + ", " + path("a.flatbuffers"));
        assertThat(Files.readString(folder.resolve("a.cache"))).startsWith("TRT-8601-");
        assertThat(table.out())
                .contains("ranges of onnxruntime json")
                .containsPattern("  image +0.000 +1.000");
        assertThat(run("inspect", path("a.flatbuffers"), "--json").out())
                .contains("\"format\" : \"onnxruntime flatbuffers\"");
        assertThat(activations("a.json")).isEqualTo(activations("a.stats"));
        CommandRun quantized =
                run(
                        "quantize",
                        MODEL,
                        "--stats",
                        path("a.json"),
                        "--random",
                        "1",
                        "-o",
                        path("json.onnx"));
        assertThat(quantized.err()).contains("[foreign-ranges]");
        assertThat(quantized.out()).contains(", ranges as they were given, compared on 1 sample");
        assertThat(quantized.exitCode()).isZero();
    }

    private Object activations(String statistics) throws IOException {
        Path plan = folder.resolve(statistics + ".plan.json");
        run(
                "plan",
                MODEL,
                "--stats",
                path(statistics),
                "--calibrator",
                "min-max",
                "-o",
                plan.toString());
        return PlanJson.read(Files.readString(plan)).activations();
    }

    @Test
    void exportsAreToldByTheirExtension() {
        CommandRun unknown =
                run("merge", path("a.stats"), "--export", path("never.txt"), "-o", path("never"));
        CommandRun nothing = run("merge", path("a.stats"));

        assertFails(unknown, 2, "--export must end in .cache, .flatbuffers or .json");
        assertFails(nothing, 2, "a file to write must be given: -o STATS or --export FILE");
    }

    @Test
    void badSamplesAreSkippedWhereAskedAndTold() throws IOException {
        for (int i = 0; i < 20; i++) {
            write("set", i, image(i));
        }
        Files.writeString(folder.resolve("set").resolve("7.npz"), "not an archive");

        CommandRun refused = calibrate(path("set"), "never");
        CommandRun skipped =
                run(
                        "calibrate",
                        MODEL,
                        "--data",
                        path("set"),
                        "--on-bad-sample=skip:5%",
                        "-o",
                        path("set.stats"));

        assertFails(refused, 65, "7.npz: ");
        assertThat(skipped.err())
                .contains("skipped 1 of 20 samples [bad-samples]", "skipped 7.npz: ");
        assertThat(skipped.out()).contains("  19 samples, ");
    }

    @Test
    void someSamplesAreTheSameForTheSameSeed() {
        for (String name : List.of("one", "two", "other")) {
            run(
                    "calibrate",
                    MODEL,
                    "--data",
                    CALIBRATION,
                    "--samples=40",
                    "--seed=" + (name.equals("other") ? 2 : 1),
                    "-o",
                    path(name));
        }

        assertThat(folder.resolve("two")).hasSameBinaryContentAs(folder.resolve("one"));
        assertThat(run("inspect", path("one")).out())
                .contains("40 samples of model")
                .isNotEqualTo(run("inspect", path("other")).out().replace("other", "one"));
    }

    @Test
    void outputExists() throws IOException {
        Files.writeString(folder.resolve("precious"), "precious");

        CommandRun run = calibrate(CALIBRATION, "precious");

        assertThat(run.exitCode()).isEqualTo(73);
        assertThat(folder.resolve("precious")).hasContent("precious");
    }

    private CommandRun calibrate(String data, String output) {
        return run("calibrate", MODEL, "--data", data, "-o", path(output));
    }

    private void write(String set, int number, float... image) throws IOException {
        Files.createDirectories(folder.resolve(set));
        Path file = folder.resolve(set).resolve(number + ".npz");
        NpzBytes.write(file, "image", new long[] {1, 1, 8, 8}, image);
    }

    private static float[] image(int number) throws IOException {
        try (InputStream file = Files.newInputStream(Path.of(CALIBRATION));
                ZipInputStream zip = new ZipInputStream(file)) {
            zip.getNextEntry();
            ByteBuffer all = ByteBuffer.wrap(zip.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
            all.position(NPY_HEADER_BYTES + number * IMAGE * Float.BYTES);
            float[] image = new float[IMAGE];
            all.asFloatBuffer().get(image);
            return image;
        }
    }

    private void assertFails(CommandRun run, int exitCode, String words) {
        assertThat(run.err()).contains(words).doesNotContain("\tat ");
        assertThat(run.exitCode()).isEqualTo(exitCode);
        assertThat(folder.resolve("never")).doesNotExist();
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private static CommandRun run(String... arguments) {
        return CommandRun.of(arguments);
    }
}
