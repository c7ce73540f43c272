package dev.vernier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code vernier compare} on the sample of the repository, as users run it. */
class CompareCommandTest {

    private static final Path DIGITS = Path.of("../samples/digits");
    private static final String MODEL = DIGITS.resolve("digits.onnx").toString();
    private static final String DATA = DIGITS.resolve("test.npz").toString();
    private static final String LABELS = DIGITS.resolve("test-labels.npy").toString();

    @TempDir private static Path folder = Path.of("");

    private static String quantized = "";

    @BeforeAll
    static void quantize() {
        quantized = folder.resolve("digits.int8.onnx").toString();
        CommandRun run =
                CommandRun.of(
                        "quantize",
                        MODEL,
                        "--data",
                        DIGITS.resolve("calibration.npz").toString(),
                        "-o",
                        quantized);
        assertThat(run.exitCode()).as(run.err()).isZero();
    }

    @Test
    void modelAgainstItself() {
        CommandRun run = CommandRun.of("compare", MODEL, MODEL, "--data", DATA);

        Golden.assertMatches("compare/itself.txt", run.transcript());
    }

    @Test
    void tablesTellOutputsAnswersAndTheValuesThatLoseMost() {
        CommandRun run =
                compare(quantized, "--labels", LABELS, "--worst", "3", "--fail-under", "sqnr=20");

        assertThat(run.exitCode()).as(run.err()).isZero();
        Golden.assertMatches("compare/digits.txt", withoutNumbers(run.out()));
    }

    @Test
    void jsonHasAllThatWasMeasured() {
        CommandRun run =
                compare(quantized, "--labels", LABELS, "--fail-under", "cosine=0.9", "--json");

        Golden.assertMatches("compare/json.txt", JsonForm.of(run.out()));
    }

    @Test
    void outputsOnly() {
        CommandRun run = compare(quantized, "--outputs-only");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("logits").doesNotContain("lowest SQNR of a value");
    }

    @ParameterizedTest
    @CsvSource({
        "sqnr=20,                          0",
        "sqnr=90,                          1",
        "cosine=0.99,                      0",
        "cosine=1,                         1",
        "top1-agreement=95,                0",
        "top1-agreement=100.1,             1",
        "top1-drop=1,                      0",
        "top1-drop=-5,                     1",
        "'sqnr=20,cosine=0.99,top1-drop=1', 0",
        "'sqnr=20,cosine=1',               1",
        "speed=2,                          2",
        "sqnr=high,                        2",
        "sqnr=NaN,                         2",
    })
    void exitCodeTellsWhetherGatesWereKept(String gates, int exitCode) {
        CommandRun run =
                compare(quantized, "--labels", LABELS, "--outputs-only", "--fail-under", gates);

        assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
        assertThat(run.out().contains("FAILED")).isEqualTo(exitCode == ExitCode.GATE_FAILED);
    }

    @Test
    void errorsSayWhatAndWhere() throws IOException {
        Path page = Files.writeString(folder.resolve("page.onnx"), "<!DOCTYPE html><html></html>");
        Path none = folder.resolve("none.onnx");
        String errors =
                CommandRun.of("compare", MODEL).transcript()
                        + CommandRun.of("compare", MODEL, quantized).transcript()
                        + compare(none.toString()).transcript()
                        + compare(page.toString()).transcript()
                        + compare(quantized, "--fail-under", "speed=2").transcript()
                        + compare(quantized, "--fail-under", "sqnr=high").transcript()
                        + compare(quantized, "--fail-under", "top1-drop=1").transcript()
                        + compare(quantized, "--labels", LABELS, "--samples", "9").transcript();

        Golden.assertMatches("compare/errors.txt", errors.replace(folder.toString(), "FOLDER"));
    }

    /** Digits depend on the processor; which columns there are does not. */
    private static String withoutNumbers(String text) {
        return text.replace(folder.toString(), "FOLDER")
                .replaceAll("\\d+(\\.\\d+)?", "#")
                .replaceAll(" +", " ")
                .replaceAll("(?m)^ (/\\S+) \\w+ ", " VALUE OP ");
    }

    private static CommandRun compare(String model, String... options) {
        List<String> all = new ArrayList<>(List.of("compare", MODEL, model, "--data", DATA));
        all.addAll(List.of(options));
        return CommandRun.of(all.toArray(String[]::new));
    }
}
