package dev.vernier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code vernier inspect} on models: the sample of the repository, in float and quantized. */
class InspectCommandTest {

    private static final Path DIGITS = Path.of("../samples/digits");
    private static final String MODEL = DIGITS.resolve("digits.onnx").toString();

    @TempDir private Path folder = Path.of("");

    @Test
    void floatModel() {
        Golden.assertMatches("inspect/float.txt", CommandRun.of("inspect", MODEL).transcript());
    }

    @Test
    void quantizedModel() {
        String output = folder.resolve("digits.int8.onnx").toString();
        CommandRun quantized =
                CommandRun.of(
                        "quantize",
                        MODEL,
                        "--data",
                        DIGITS.resolve("calibration.npz").toString(),
                        "--target",
                        "portable",
                        "-o",
                        output);
        assertThat(quantized.exitCode()).as(quantized.err()).isZero();

        String text = CommandRun.of("inspect", output).transcript();

        Golden.assertMatches(
                "inspect/quantized.txt",
                text.replace(folder.toString(), "FOLDER")
                        .replaceAll("[0-9a-f]{64}", "DIGEST")
                        .replaceAll("vernier.version = .*", "vernier.version = VERSION"));
    }

    @Test
    void constantIsShownAsAWholeAndByChannel() {
        CommandRun run = CommandRun.of("inspect", MODEL, "--tensor", "stem.conv.weight");

        Golden.assertMatches("inspect/constant.txt", run.transcript());
    }

    @Test
    void jsonOfAModel() {
        CommandRun run = CommandRun.of("inspect", MODEL, "--json");

        Golden.assertMatches("inspect/json.txt", JsonForm.of(run.out()));
    }

    @Test
    void jsonOfAConstant() {
        CommandRun run = CommandRun.of("inspect", MODEL, "--tensor", "stem.conv.weight", "--json");

        Golden.assertMatches("inspect/constant-json.txt", JsonForm.of(run.out()));
    }

    @Test
    void errorsSayWhatAndWhere() {
        String errors =
                CommandRun.of("inspect", folder.resolve("none.onnx").toString()).transcript()
                        + CommandRun.of("inspect", MODEL, "--tensor", "stem").transcript()
                        + CommandRun.of("inspect", "pom.xml").transcript();

        Golden.assertMatches("inspect/errors.txt", errors.replace(folder.toString(), "FOLDER"));
    }
}
