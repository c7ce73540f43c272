package dev.vernier.cli.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.cli.CommandRun;
import dev.vernier.graph.Graph;
import dev.vernier.model.ModelFile;
import dev.vernier.model.Weights;
import dev.vernier.numeric.Range;
import dev.vernier.statistics.StatisticsFile;
import dev.vernier.statistics.TensorStatistics;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows 1 to 13 and 15 of docs/reliability.md: numbers that no sample should have. */
class DataRowsTest {

    private static final int SAMPLES = 40;
    private static final int WIDTH = DataModels.WIDTH;

    @TempDir private Path folder;

    private CommandRun run(String command, Path model, Path data, String... options) {
        List<String> all = new ArrayList<>(List.of(command, model.toString()));
        all.addAll(List.of("--data", data.toString(), "-o", output().toString()));
        all.addAll(List.of(options));
        CommandRun run = CommandRun.of(all.toArray(String[]::new));
        assertThat(run.err()).doesNotContain("internal error", "\tat ");
        return run;
    }

    private Path output() {
        return folder.resolve("out");
    }

    private CommandRun calibrate(Path data, String... options) throws IOException {
        return run("calibrate", DataModels.rows(folder), data, options);
    }

    /** All that is promised of a refusal, the file first of the words; nothing is written. */
    private void assertRefused(CommandRun run, String file, String... words) {
        Refusal.assertWhole(run, file);
        assertThat(run.err()).contains(words);
        assertThat(output()).doesNotExist();
    }

    /** Statistics. */
    private void assertWritten(CommandRun run, String... words) throws IOException {
        assertDone(run, words);
        assertThat(StatisticsFile.read(output()).samples()).isPositive();
    }

    /** A model, with all that is promised of one. */
    private void assertQuantized(CommandRun run, String... words) throws IOException {
        assertDone(run, words);
        Soundness.assertKept(folder.resolve("model.onnx"), output());
    }

    private static void assertDone(CommandRun run, String... words) {
        assertThat(run.exitCode()).as(run.err()).isZero();
        for (String word : words) {
            assertThat(run.err()).contains(word);
        }
    }

    /** The range that the codes of the model's input stand for. */
    private Range rangeOfInput() throws IOException {
        Graph graph = ModelFile.read(output()).model().graph();
        List<String> inputs =
                graph.consumers("x").stream()
                        .filter(node -> node.is("QuantizeLinear"))
                        .findFirst()
                        .orElseThrow()
                        .inputs();
        float scale = Weights.floats(graph.constant(inputs.get(1)).orElseThrow())[0];
        int zero = Weights.bytes(graph.constant(inputs.get(2)).orElseThrow()).get() & 0xFF;
        assertThat(scale).isGreaterThanOrEqualTo(Float.MIN_NORMAL);
        return new Range(-zero * scale, (255 - zero) * scale);
    }

    private static float[] gaussian(int samples) {
        Random random = new Random(samples);
        float[] values = new float[samples * WIDTH];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    /** 40 samples, of which the fourth has this value. */
    private Path with(float value) throws IOException {
        float[] values = gaussian(SAMPLES);
        values[3 * WIDTH + 2] = value;
        return Npz.rows(folder.resolve("data.npz"), values);
    }

    private Path filledWith(float... values) throws IOException {
        float[] filled = new float[SAMPLES * WIDTH];
        for (int i = 0; i < filled.length; i++) {
            filled[i] = values[i % values.length];
        }
        return Npz.rows(folder.resolve("data.npz"), filled);
    }

    private TensorStatistics seen(String tensor) throws IOException {
        return StatisticsFile.read(output()).tensor(tensor).orElseThrow();
    }

    @Test
    void row01EmptySet() throws IOException {
        Path empty = Npz.rows(folder.resolve("empty.npz"));
        Path none = Files.createDirectory(folder.resolve("none"));

        assertRefused(calibrate(empty), empty.toString(), "at least one sample, better 32");
        assertRefused(calibrate(none), none.toString(), "folder must hold runs");
    }

    @Test
    void row02NanIsRefusedWithItsOrigin() throws IOException {
        assertRefused(
                calibrate(with(Float.NaN)),
                "model.onnx",
                "input 'x' must be finite",
                "sample=data.npz[3]",
                "'x' 1 NaN, 0 infinite",
                "--nonfinite=ignore");
    }

    @Test
    void row02NanIsLeftOutAndCountedWhereAsked() throws IOException {
        CommandRun run = calibrate(with(Float.NaN), "--nonfinite=ignore");

        assertWritten(run, "left out of 'x': 1 NaN, 0 infinite", "sample data.npz[3]");
        assertThat(seen("x").nonFinite().nan()).isEqualTo(1);
        assertThat(seen("x").count()).isEqualTo(SAMPLES * WIDTH - 1);
    }

    @Test
    void row03TensorThatIsNeverFinite() throws IOException {
        Path data = Npz.rows(folder.resolve("data.npz"), gaussian(SAMPLES));
        Path model = DataModels.neverFinite(folder);

        CommandRun refused = run("quantize", model, data);
        assertRefused(
                refused,
                model.toString(),
                "tensor 'r' must be finite",
                "node 'root' (Sqrt)",
                "data.npz[0]");

        CommandRun ignored = run("quantize", model, data, "--nonfinite=ignore", "-v");
        assertQuantized(ignored, "left out of 'r': 320 NaN");
        assertThat(ignored.out()).contains("not-seen", "no sample gave it a finite value");
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void row04Infinity(float value) throws IOException {
        Path data = with(value);

        assertRefused(
                calibrate(data),
                "model.onnx",
                "input 'x' must be finite",
                "sample=data.npz[3]",
                "'x' 0 NaN, 1 infinite");
        assertWritten(calibrate(data, "--nonfinite=ignore"), "left out of 'x': 0 NaN, 1 infinite");
    }

    @Test
    void row04InfinityThatANodeMakes() throws IOException {
        Path data = Npz.rows(folder.resolve("data.npz"), gaussian(SAMPLES));
        Path model = DataModels.overflowing(folder);

        assertRefused(
                run("quantize", model, data),
                model.toString(),
                "tensor 'e' must be finite",
                "node 'power' (Exp)",
                "sample=data.npz[",
                "'e' 0 NaN, ");
        assertQuantized(
                run("quantize", model, data, "--nonfinite=ignore"), "left out of 'e': 0 NaN, ");
    }

    @Test
    void row04OutputsThatAreNotFiniteAreComparedWithoutThem() throws IOException {
        Path model = DataModels.rows(folder);
        Path data = with(Float.POSITIVE_INFINITY);

        CommandRun ignored = run("quantize", model, data, "--nonfinite=ignore");

        assertQuantized(ignored, "left out of 'x': 0 NaN, 1 infinite");
        assertThat(ignored.out()).containsPattern("is compared without \\d+ elements? that");
        CommandRun compared =
                CommandRun.of(
                        "compare",
                        model.toString(),
                        output().toString(),
                        "--data=" + data,
                        "--nonfinite=ignore");
        assertThat(compared.exitCode()).as(compared.err()).isZero();
        assertThat(compared.out()).contains("not finite in the float model");
    }

    @ParameterizedTest
    @CsvSource({
        "3e38, auto",
        "-3e38, auto",
        "3e38, min-max",
        "-3e38, mean-min-max",
        "3e38, percentile",
        "-3e38, entropy",
        "3e38, mean-squared-error"
    })
    void row05HugeButFinite(float value, String calibrator) throws IOException {
        CommandRun run =
                run(
                        "quantize",
                        DataModels.rows(folder),
                        with(value),
                        "--calibrator=" + calibrator,
                        "--effort=fast",
                        "--min-sqnr=-1000");

        assertQuantized(run, "[range-outlier]", "'x'", "data.npz[3]");
    }

    @Test
    void row06AllZeros() throws IOException {
        CommandRun run = run("quantize", DataModels.rows(folder), filledWith(0));

        assertQuantized(run, "always zero in ", "'x'", "[dead-tensor]");
        assertThat(rangeOfInput().min()).as("zero point 0").isZero();
    }

    @ParameterizedTest
    @ValueSource(floats = {2.5f, -2.5f, 1e30f})
    void row07Constant(float value) throws IOException {
        CommandRun run = run("quantize", DataModels.rows(folder), filledWith(value));

        assertQuantized(run, "always the same value in ", "'x'", "[constant-tensor]");
        Range range = rangeOfInput();
        assertThat(range.min()).isLessThanOrEqualTo(Math.min(0, value));
        assertThat(range.max()).isGreaterThanOrEqualTo(Math.max(0, value));
    }

    @Test
    void row08DenormalsOnly() throws IOException {
        Path data = filledWith(1e-42f, -3e-42f, Float.MIN_VALUE);

        assertQuantized(run("quantize", DataModels.rows(folder), data), "[dead-tensor]");
    }

    static List<String> calibrators() {
        return List.of(
                "auto", "min-max", "mean-min-max", "percentile", "entropy", "mean-squared-error");
    }

    @ParameterizedTest
    @MethodSource("calibrators")
    void row09SamplesOfDifferentShape(String calibrator) throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        for (int i = 1; i <= SAMPLES; i++) {
            Npz.rows(data.resolve(i + ".npz"), gaussian(i));
        }
        CommandRun run =
                run("quantize", DataModels.rows(folder), data, "--calibrator=" + calibrator);

        assertQuantized(run);
        assertThat(run.out()).contains("calibrated on 40 samples");
    }

    /** Each axis on its own: as pictures or sentences that are not cut to one size. */
    @ParameterizedTest
    @MethodSource("calibrators")
    void row09PicturesOfDifferentSize(String calibrator) throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        for (int i = 0; i < SAMPLES; i++) {
            int height = 3 + i % 7;
            int width = 3 + i * 5 % 11;
            float[] values = Arrays.copyOf(gaussian(SAMPLES), 3 * height * width);
            byte[] bytes = Npz.floats(ByteOrder.LITTLE_ENDIAN, values);
            String header = Npz.header("<f4", false, "(1, 3, %d, %d)".formatted(height, width));
            Npz.write(data.resolve(i + ".npz"), "image", Npz.npy(1, header, bytes));
        }

        CommandRun run =
                run("quantize", DataModels.image(folder), data, "--calibrator=" + calibrator);

        assertQuantized(run);
        assertThat(run.out()).contains("calibrated on 40 samples");
    }

    @Test
    void row10WrongShapeOrType() throws IOException {
        float[] values = gaussian(4);
        byte[] narrow = Npz.floats(ByteOrder.LITTLE_ENDIAN, values);
        Path shape = folder.resolve("shape.npz");
        Npz.write(shape, "x", Npz.npy(1, Npz.header("<f4", false, "(8, 4)"), narrow));
        byte[] wide = Npz.npy(1, Npz.header("<f8", false, "(4, 8)"), Npz.doubles(values));
        Path type = Npz.write(folder.resolve("type.npz"), "x", wide);

        assertRefused(
                calibrate(shape),
                "shape.npz[0]: ",
                "found=[x: float[1,4]]",
                "needed=[x: float[n,8]]");
        assertRefused(calibrate(type), "type.npz[0]: ", "found=[x: double[1,8]]", "pass --cast");
        assertWritten(calibrate(type, "--cast"));
    }

    @Test
    void row10WrongName() throws IOException {
        byte[] data = Npz.floats(ByteOrder.LITTLE_ENDIAN, gaussian(4));
        byte[] array = Npz.npy(1, Npz.header("<f4", false, "(4, 8)"), data);
        Path two = Npz.write(folder.resolve("two.npz"), array, "xs", "ys");
        Path one = Npz.write(folder.resolve("one.npz"), array, "xs");

        assertRefused(calibrate(two), "two.npz", "found=[xs, ys]", "needed=[x: float[n,8]]");
        assertWritten(calibrate(one), "array 'xs' feeds input 'x', the only one");
    }

    @Test
    void row11OneCorruptFileAmongAThousand() throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        for (int i = 0; i < 1000; i++) {
            Npz.rows(data.resolve("%03d.npz".formatted(i)), gaussian(1));
        }
        Path bad = data.resolve("617.npz");
        byte[] bytes = Files.readAllBytes(bad);
        Files.write(bad, Arrays.copyOf(bytes, bytes.length / 2));

        assertRefused(calibrate(data), "617.npz", "must be a whole zip archive");
        assertWritten(
                calibrate(data, "--on-bad-sample=skip:1%"),
                "skipped 1 of 1000 samples [bad-samples]",
                "skipped 617.npz: ");
        assertThat(StatisticsFile.read(output()).samples()).isEqualTo(999);
    }

    @Test
    void row11WhatWasSkippedStandsInTheReport() throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        for (int i = 0; i < 10; i++) {
            Npz.rows(data.resolve(i + ".npz"), gaussian(1));
        }
        Files.writeString(data.resolve("3.npz"), "<html>");
        Path report = folder.resolve("report.html");
        Path record = folder.resolve("run.json");

        assertQuantized(
                run(
                        "quantize",
                        DataModels.rows(folder),
                        data,
                        "--on-bad-sample=skip:10%",
                        "--report=" + report,
                        "--run-out=" + record));

        assertThat(report).content().contains("skipped 3.npz");
        assertThat(record).content().contains("skipped 3.npz");
    }

    @Test
    void row11MoreThanAllowedIsRefused() throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        for (int i = 0; i < 10; i++) {
            Npz.rows(data.resolve(i + ".npz"), gaussian(1));
        }
        Files.writeString(data.resolve("3.npz"), "<html>");
        Files.writeString(data.resolve("7.npz"), "");

        assertRefused(
                calibrate(data, "--on-bad-sample=skip:10%"), "3.npz", "at most 10 % of 10; bad=2");
        assertWritten(calibrate(data, "--on-bad-sample=skip:20%"), "skipped 2 of 10 samples");
    }

    @Test
    void row12HeaderThatClaimsMoreThanThereIs() throws IOException {
        byte[] eight = new byte[8];
        for (String shape : List.of("(268435456, 8)", "(4611686018427387904, 8)", "(-1, 8)")) {
            Path data = folder.resolve("bomb.npz");
            Npz.write(data, "x", Npz.npy(1, Npz.header("<f4", false, shape), eight));

            assertRefused(calibrate(data), data + "[x]: ", "save ");
        }
    }

    @Test
    void row12DirectoryThatLiesAboutASize() throws IOException {
        byte[] array = Npz.npy(1, Npz.header("<f4", false, "(1048576, 8)"), new byte[32]);
        Path data = Npz.write(folder.resolve("bomb.npz"), "x", array);
        Npz.claimingSize(data, array.length - 32 + (32 << 20));

        assertRefused(calibrate(data), "bomb.npz", "size that its compressed bytes can give");
    }

    @Test
    void row12ZipBombIsReadRunByRun() throws IOException {
        // 32 MB of zeros in 32 KB, as it says: a megabyte more of heap would do
        byte[] array = Npz.npy(1, Npz.header("<f4", false, "(1048576, 8)"), new byte[32 << 20]);
        Path data = Npz.write(folder.resolve("bomb.npz"), "x", array);
        assertThat(Files.size(data)).isLessThan(64 << 10);

        assertWritten(calibrate(data, "--samples=16"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"|O", "O", "|V8", "<M8[ns]"})
    void row13ObjectsAreNeverRead(String type) throws IOException {
        byte[] array = Npz.npy(1, Npz.header(type, false, "(1, 8)"), new byte[64]);
        Path data = Npz.write(folder.resolve("objects.npz"), "x", array);

        assertRefused(calibrate(data), "objects.npz[x]", type);
    }

    @ParameterizedTest
    @CsvSource({
        "1, <, false",
        "1, >, false",
        "1, <, true",
        "2, >, true",
        "3, <, true",
        "3, =, false"
    })
    void row13EveryOrderAndVersionGivesTheSame(int version, String order, boolean isFortran)
            throws IOException {
        float[] values = gaussian(SAMPLES);
        calibrate(Npz.rows(folder.resolve("data.npz"), values));
        byte[] expected = Files.readAllBytes(output());
        ByteOrder bytes = order.equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        String header = Npz.header(order + "f4", isFortran, "(40, 8)");
        byte[] data = Npz.floats(bytes, isFortran ? transposed(values) : values);
        Path other = Npz.write(folder.resolve("data.npz"), "x", Npz.npy(version, header, data));

        assertWritten(calibrate(other, "--force"));

        assertThat(output()).hasBinaryContent(expected);
    }

    private static float[] transposed(float... rows) {
        float[] columns = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
            columns[i % WIDTH * SAMPLES + i / WIDTH] = rows[i];
        }
        return columns;
    }

    @ParameterizedTest
    @CsvSource({"1, 1 sample", "5, 5 samples", "31, 31 samples"})
    void row15TooFewSamples(int samples, String words) throws IOException {
        Path data = Npz.rows(folder.resolve("few.npz"), gaussian(samples));

        assertWritten(calibrate(data), "only " + words + ": 32 or more", "[few-samples]");
    }

    @Test
    void row15NothingIsInvented() throws IOException {
        CommandRun run =
                CommandRun.of(
                        "calibrate", DataModels.rows(folder).toString(), "-o", output().toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("sample inputs must be given: --data DATA");
        assertThat(output()).doesNotExist();
    }
}
