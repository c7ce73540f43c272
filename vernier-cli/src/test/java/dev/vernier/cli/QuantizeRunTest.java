package dev.vernier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.plan.PlanJson;
import dev.vernier.plan.QuantizationPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code vernier quantize} on the sample of the repository, as users run it. */
class QuantizeRunTest {

    private static final Path DIGITS = Path.of("../samples/digits");
    private static final String MODEL = DIGITS.resolve("digits.onnx").toString();
    private static final String CALIBRATION = DIGITS.resolve("calibration.npz").toString();

    @TempDir private Path folder;

    @Test
    void summaryTellsSizeAccuracyAndWhereTheFileIs() {
        Path output = folder.resolve("digits.int8.onnx");

        CommandRun run =
                quantize(
                        MODEL,
                        "--data",
                        CALIBRATION,
                        "--eval",
                        DIGITS.resolve("test.npz").toString(),
                        "--labels",
                        DIGITS.resolve("test-labels.npy").toString(),
                        "-o",
                        output.toString());

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains(MODEL + " -> " + output)
                .containsPattern("size +509.4 KB +14\\d\\.\\d KB +3\\.\\dx smaller")
                .containsPattern("top-1 accuracy +99.33 % +9[89]\\.\\d\\d %")
                .containsPattern("logits +\\d\\d\\.\\d dB +0.99")
                .contains("100.00 % of 2.7 million multiply-accumulates run in integers");
        assertThat(output).isRegularFile();
    }

    @Test
    void planNamesARuleForEveryNode() throws IOException {
        Path json = folder.resolve("plan.json");

        CommandRun run =
                quantize(
                        MODEL,
                        "--data",
                        CALIBRATION,
                        "-o",
                        folder.resolve("out.onnx").toString(),
                        "--plan-out",
                        json.toString());

        QuantizationPlan plan = PlanJson.read(Files.readString(json));
        assertThat(run.exitCode()).isZero();
        assertThat(plan.nodes()).hasSize(20).allMatch(node -> !node.reason().id().isEmpty());
        assertThat(plan.weights()).hasSize(8);
    }

    @Test
    void sameInputsGiveTheSameBytesWhateverTheThreads() throws IOException {
        for (String threads : List.of("1", "2", "8")) {
            String out = folder.resolve(threads + ".onnx").toString();
            quantize(MODEL, "--data", CALIBRATION, "-o", out, "--threads", threads);
        }

        assertThat(folder.resolve("2.onnx")).hasSameBinaryContentAs(folder.resolve("1.onnx"));
        assertThat(folder.resolve("8.onnx")).hasSameBinaryContentAs(folder.resolve("1.onnx"));
    }

    @Test
    void jsonIsOneObject() {
        CommandRun run =
                quantize(
                        MODEL,
                        "--data",
                        CALIBRATION,
                        "-o",
                        folder.resolve("out.onnx").toString(),
                        "--json");

        assertThat(run.out())
                .startsWith("{\n  \"schemaVersion\" : 1,\n  \"command\" : \"quantize\",")
                .contains("\"rule\" : \"weighted-kernel\"", "\"planned\" : 2689664");
    }

    @Test
    void missingModel() {
        fails(66, "no such file: ", folder.resolve("none.onnx").toString(), "--random", "1");
    }

    @Test
    void notOnnx() throws IOException {
        Path page = Files.writeString(folder.resolve("page.onnx"), "<!DOCTYPE html><html></html>");

        fails(65, "HTML", page.toString(), "--random", "1");
    }

    @Test
    void truncated() throws IOException {
        byte[] whole = Files.readAllBytes(Path.of(MODEL));
        Path half = folder.resolve("half.onnx");
        Files.write(half, Arrays.copyOf(whole, whole.length / 2));

        fails(65, "half.onnx", half.toString(), "--random", "1");
    }

    @Test
    void alreadyQuantized() {
        Path output = folder.resolve("digits.int8.onnx");
        quantize(MODEL, "--data", CALIBRATION, "-o", output.toString());

        CommandRun run = quantize(output.toString(), "--random", "1");

        assertThat(run.exitCode()).isEqualTo(65);
        assertThat(run.err()).contains("must be float", "QuantizeLinear=13");
    }

    @Test
    void noData() throws IOException {
        Path none = NpzBytes.write(folder.resolve("none.npz"), "image", new long[] {0, 1, 8, 8});

        fails(65, "at least one sample", MODEL, "--data", none.toString());
        fails(2, "sample inputs must be given", MODEL);
    }

    @Test
    void wrongInputName() throws IOException {
        Path two = folder.resolve("two.npz");
        NpzBytes.write(two, "picture", new long[] {1, 2}, 0f, 0f);

        fails(65, "image", MODEL, "--data", two.toString());
    }

    @Test
    void wrongShape() throws IOException {
        Path small =
                NpzBytes.write(
                        folder.resolve("small.npz"),
                        "image",
                        new long[] {1, 1, 4, 4},
                        new float[16]);

        fails(65, "[N,1,8,8]", MODEL, "--data", small.toString());
    }

    @Test
    void nanNamesTensorNodeAndSample() throws IOException {
        float[] values = new float[2 * 64];
        values[64 + 5] = Float.NaN;
        Path bad =
                NpzBytes.write(folder.resolve("bad.npz"), "image", new long[] {2, 1, 8, 8}, values);

        fails(65, "bad.npz[1]", MODEL, "--data", bad.toString());
        fails(65, "'image'", MODEL, "--data", bad.toString());
    }

    @Test
    void outputExists() throws IOException {
        Path output = Files.writeString(folder.resolve("precious.onnx"), "precious");

        CommandRun run = quantize(MODEL, "--data", CALIBRATION, "-o", output.toString());

        assertThat(run.exitCode()).isEqualTo(73);
        assertThat(run.err()).contains(output.toString(), "--force");
        assertThat(output).hasContent("precious");
    }

    @Test
    void outputFolderMissing() {
        CommandRun run =
                quantize(
                        MODEL,
                        "--data",
                        CALIBRATION,
                        "-o",
                        folder.resolve("none/out.onnx").toString());

        assertThat(run.exitCode()).isEqualTo(74);
        assertThat(run.err()).contains("folder of the output must exist");
    }

    /** The run must fail with this code and words, print no stack trace, and leave no file. */
    private void fails(int exitCode, String words, String... arguments) {
        Path output = folder.resolve("never.onnx");
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("-o", output.toString()));

        CommandRun run = quantize(all.toArray(String[]::new));

        assertThat(run.err()).contains(words).doesNotContain("\tat ");
        assertThat(run.exitCode()).isEqualTo(exitCode);
        assertThat(run.out()).isEmpty();
        assertThat(output).doesNotExist();
        assertThat(folder.toFile().list())
                .noneMatch(name -> name.contains("never") || name.endsWith(".tmp"));
    }

    private static CommandRun quantize(String... arguments) {
        List<String> all = new ArrayList<>(List.of("quantize"));
        all.addAll(List.of(arguments));
        return CommandRun.of(all.toArray(String[]::new));
    }
}
