package dev.vernier.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.data.Percentage.withPercentage;

import dev.vernier.calibrator.MinMax;
import dev.vernier.data.DataException;
import dev.vernier.numeric.LinearScheme;
import dev.vernier.numeric.Range;
import dev.vernier.statistics.ModelDigest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CalibrationTableTest {

    private static final long SEED = 20240607;

    /** By ONNX Runtime 1.32's write_calibration_table: image 1.5, conv:0 0.5, neg -1. */
    private static final byte[] FLATBUFFERS =
            HexFormat.of()
                    .parseHex(
                            "0c00000000000600080004000600000004000000030000000c00000028000000"
                                    + "4c000000c0ffffff0800000010000000040000002d312e30000000000300"
                                    + "00006e656700e0ffffff080000000c00000003000000312e350005000000"
                                    + "696d61676500000008000c000800040008000000080000000c0000000300"
                                    + "0000302e350006000000636f6e763a300000");

    private static final CalibrationTable TABLE =
            new CalibrationTable(
                    Map.of(
                            "image", new Range(0, 1.5f),
                            "conv:0", new Range(-2.25f, 0.5f),
                            "dead \u00e9", Range.ZERO));

    private final Path folder;

    CalibrationTableTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Path file(byte... bytes) throws IOException {
        return Files.write(folder.resolve("table"), bytes);
    }

    private Path text(String content) throws IOException {
        return file(content.getBytes(StandardCharsets.UTF_8));
    }

    private CalibrationTable read(byte... bytes) throws IOException {
        Path file = file(bytes);
        return TableFormat.of(file).orElseThrow().read(file);
    }

    private CalibrationTable read(String text) throws IOException {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @EnumSource
    void readsWhatItWrites(TableFormat format) throws IOException {
        byte[] bytes = format.bytes(TABLE);

        assertThat(TableFormat.of(file(bytes))).contains(format);
        CalibrationTable back = read(bytes);
        assertThat(back.ranges().keySet()).isEqualTo(TABLE.ranges().keySet());
        back.ranges()
                .forEach(
                        (name, range) -> {
                            Range written = Objects.requireNonNull(TABLE.ranges().get(name));
                            Range kept =
                                    format.scheme().isSymmetric() ? written.symmetric() : written;
                            assertThat(range.max()).isCloseTo(kept.max(), withPercentage(1e-4));
                            assertThat(range.min()).isCloseTo(kept.min(), withPercentage(1e-4));
                        });
        assertThat(format.bytes(back)).isEqualTo(bytes);
    }

    @Test
    void readsTheFlatBufferOfOnnxRuntime() throws IOException {
        assertThat(read(FLATBUFFERS).ranges())
                .isEqualTo(
                        Map.of(
                                "image", new Range(-1.5f, 1.5f),
                                "conv:0", new Range(-0.5f, 0.5f),
                                "neg", new Range(-1, 1)));
    }

    /**
     * Expected: what the tools printed that made the file, src/test/scripts/onnxruntime_tables.py.
     */
    @ParameterizedTest
    @CsvSource({
        "minmax.json, image, 0, 0.9990587830543518",
        "minmax.json, /stem/relu/Relu_output_0, 0, 3.637927293777466",
        "minmax.json, /block2/conv1/Conv_output_0, -5.33786678314209, 4.549083709716797",
        "minmax.json, logits, -10.851149559020996, 8.723103523254395",
        "percentile.json, image, 0, 0.9985727667808533",
        "percentile.json, /stem/relu/Relu_output_0, 0, 3.636151075363159",
        "percentile.json, /block2/conv1/Conv_output_0, -5.335260391235352, 4.549083709716797",
        "percentile.json, logits, -10.845921516418457, 8.723103523254395",
        // the tools put the larger end here, not the larger magnitude
        "minmax.flatbuffers, logits, -8.723103523254395, 8.723103523254395",
        "percentile.flatbuffers, image, -0.9985727667808533, 0.9985727667808533",
        "minmax.cache, logits, -8.723103523254395, 8.723103523254395",
        "percentile.cache, image, -0.9985727667808533, 0.9985727667808533"
    })
    void readsWhatTheToolsOfOnnxRuntimeWrote(String name, String tensor, float min, float max)
            throws IOException {
        CalibrationTable table = read(resource(name));

        assertThat(table.ranges()).hasSize(27).containsEntry(tensor, new Range(min, max));
    }

    @ParameterizedTest
    @ValueSource(strings = {"minmax", "percentile"})
    void textSaysWhatTheFlatBufferBesideItSays(String name) throws IOException {
        assertThat(read(resource(name + ".cache")))
                .isEqualTo(read(resource(name + ".flatbuffers")));
    }

    @Test
    void readsTextAsPythonWritesNumbers() throws IOException {
        assertThat(read("a 1.5\r\nb c:0 1e-05\nd -2\ne 0.0\n\u00e9 3.4e+38\n\n").ranges())
                .isEqualTo(
                        Map.of(
                                "a", new Range(-1.5f, 1.5f),
                                "b c:0", new Range(-1e-5f, 1e-5f),
                                "d", new Range(-2, 2),
                                "e", Range.ZERO,
                                "\u00e9", new Range(-3.4e38f, 3.4e38f)));
    }

    @Test
    void textBeginsWithNamesOfAnyUsualLength() throws IOException {
        String name = "/layer".repeat(1000);

        assertThat(read(name + " 1.5\n").ranges()).containsOnlyKeys(name);
    }

    @ParameterizedTest
    @CsvSource({
        "a 1e39, 'line 1: magnitude must be a finite number; magnitude=1e39'",
        "a inf, 'line 1: magnitude must be a finite number; magnitude=inf'",
        "a nan, 'line 1: magnitude must be a finite number; magnitude=nan'",
        "a 1.0|b 1.0|a 2.0, 'line 3: tensor must not come twice; line=a 2.0'",
        "a 1.0||b 1.0, 'line 2: must be <tensor> <number>; line='",
        "a 1.0|b, 'line 2: must be <tensor> <number>; line=b'",
        "a 1.0|b 0x1p3, 'line 2: must be <tensor> <number>; line=b 0x1p3'",
        "a 1.0|b: 3c010a14, 'line 2: must be <tensor> <number>; line=b: 3c010a14'"
    })
    void refusesTextWithTheLine(String lines, String expected) {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> read(lines.replace('|', '\n')))
                .withMessage(folder.resolve("table") + ": calibration table, " + expected);
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = CalibrationTableTest.class.getResourceAsStream("/tables/" + name)) {
            return Objects.requireNonNull(in).readAllBytes();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"x\": {\"lowest\": {\"data\": 1.0, \"dtype\": \"float32\", \"CLS\":"
                        + " \"numpy.array\"}, \"highest\": {\"data\": [2.5]}, \"CLS\":"
                        + " \"TensorData\"}}",
                "{\"CLS\": \"TensorsData\", \"data\": {\"x\": {\"lowest\": 1, \"highest\":"
                        + " {\"data\": [[2.5, 2], [0.5, -1]]}}}, \"smooth_quant\": false}",
                " {\"x\": [1, 2.5]}",
                "{\"x\": [[0.25], [2.5]]}"
            })
    void readsEveryFormOfJson(String json) throws IOException {
        assertThat(read(json).ranges()).isEqualTo(Map.of("x", new Range(0, 2.5f)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"x\": 1}",
                "{\"x\": []}",
                "{\"x\": [1, 2, 3]}",
                "{\"x\": {\"lowest\": 0}}",
                "{\"x\": {\"lowest\": 0, \"highest\": \"1\"}}",
                "{\"x\": {\"lowest\": 0, \"highest\": 1e39}}",
                "{\"x\": {\"lowest\": 0, \"highest\": {\"data\": []}}}",
                "{\"x\": [1, ",
                "TRT-8601-EntropyCalibration2\nx: nonsense\n"
            })
    void refusesOtherTextWithTheFile(String text) {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> read(text))
                .withMessageStartingWith(folder.resolve("table") + ": ");
    }

    @Test
    void otherFilesAreNoTable() throws IOException {
        assertThat(TableFormat.of(file())).isEmpty();
        assertThat(TableFormat.of(file(new byte[] {8, 8, 18, 7, 'p', 'y', 't'}))).isEmpty();
        assertThat(TableFormat.of(text("VERNSTAT"))).isEmpty();
        assertThat(TableFormat.of(text("a man\nis 25\n"))).isEmpty();
        assertThat(TableFormat.of(text("\b\u0001 25\n"))).isEmpty();
    }

    @Test
    void damagedFlatBuffersThrowNothingElse() {
        Random random = new Random(SEED);
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = FLATBUFFERS.clone();
            for (int change = 0; change <= random.nextInt(3); change++) {
                damaged[4 + random.nextInt(damaged.length - 4)] = (byte) random.nextInt();
            }
            int length = random.nextBoolean() ? damaged.length : random.nextInt(damaged.length);
            byte[] cut = Arrays.copyOf(damaged, length);
            assertThatCode(
                            () -> {
                                try {
                                    FlatBufferTable.read(Path.of("table"), cut);
                                } catch (DataException expected) {
                                    assertThat(expected).hasMessageStartingWith("table: ");
                                }
                            })
                    .as("seed %d, case %d", SEED, i)
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void aFileThatIsToBeWrittenAsCacheIsOfTensorRt() {
        assertThat(TableFormat.named(Path.of("ranges.cache"))).contains(TableFormat.TENSORRT_CACHE);
    }

    @Test
    void rangesComeBackFromTheStatisticsThatStandForThem() {
        CalibrationTable back =
                CalibrationTable.of(
                        TABLE.statistics(new ModelDigest("0".repeat(64)), "table"),
                        new MinMax(),
                        LinearScheme.UINT8_AFFINE);

        assertThat(back).isEqualTo(TABLE);
    }
}
