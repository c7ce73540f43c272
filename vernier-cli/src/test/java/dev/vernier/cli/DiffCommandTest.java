package dev.vernier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code vernier diff} on the sample model, golden; scales are those of a preset. */
class DiffCommandTest {

    private static final Path DIGITS = Path.of("../samples/digits");
    private static final String MODEL = DIGITS.resolve("digits.onnx").toString();
    private static final String CALIBRATION = DIGITS.resolve("calibration.npz").toString();

    @TempDir private Path folder;

    @Test
    void help() {
        Golden.assertMatches("help/diff.txt", CommandRun.of("diff", "--help").transcript());
    }

    @Test
    void nothingDiffersFromItself() {
        CommandRun run = CommandRun.of("diff", MODEL, MODEL);

        assertThat(run.out()).endsWith("\n  nothing differs\n");
        assertThat(run.exitCode()).isZero();
        assertThat(CommandRun.of("diff", MODEL, MODEL, "--json").out()).contains("\"same\" : true");
    }

    @Test
    void plans() {
        Golden.assertMatches(
                "diff/plans.txt",
                transcript("diff", plan("a"), plan("b", "--exclude-type", "Gemm")));
    }

    @Test
    void statistics() {
        String first = folder.resolve("a.stats").toString();
        String second = folder.resolve("b.stats").toString();
        ok("calibrate", MODEL, "--data", CALIBRATION, "--target", "avx512_vnni", "-o", first);
        ok(
                "calibrate",
                MODEL,
                "--data",
                CALIBRATION,
                "--samples",
                "3",
                "--target",
                "avx512_vnni",
                "-o",
                second);

        Golden.assertMatches("diff/statistics.txt", transcript("diff", first, second));
    }

    @Test
    void models() {
        String first = quantized("a", "--exclude-type", "Gemm");
        String second = quantized("b", "--override", "image=range=0:2");

        Golden.assertMatches("diff/models.txt", transcript("diff", first, second));
        Golden.assertMatches("diff/models.json", transcript("diff", first, second, "--json"));
    }

    @Test
    void filesOfTwoKindsAreRefused() throws IOException {
        CommandRun run = CommandRun.of("diff", MODEL, plan("a"));

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err()).contains("files must be of one kind; ", "is a model", "a plan");
        Path broken = folder.resolve("broken.json");
        Files.writeString(broken, "  {\"schemaVersion\": 1}");
        assertThat(CommandRun.of("diff", broken.toString(), broken.toString()).err())
                .contains(broken + ": plan.");
    }

    private String transcript(String... command) {
        return CommandRun.of(command).transcript().replace(folder.toString(), "FOLDER");
    }

    private String plan(String name, String... more) {
        String stats = folder.resolve(name + ".stats").toString();
        String plan = folder.resolve(name + ".json").toString();
        ok("calibrate", MODEL, "--data", CALIBRATION, "--target", "avx512_vnni", "-o", stats);
        ok(
                all(
                        new String[] {
                            "plan", MODEL, "--stats", stats, "--target", "avx512_vnni", "-o", plan
                        },
                        more));
        return plan;
    }

    private String quantized(String name, String... more) {
        String output = folder.resolve(name + ".onnx").toString();
        ok(
                all(
                        new String[] {
                            "quantize",
                            MODEL,
                            "--data",
                            CALIBRATION,
                            "--target",
                            "avx512_vnni",
                            "--effort",
                            "fast",
                            "-o",
                            output
                        },
                        more));
        return output;
    }

    private static String[] all(String[] command, String... more) {
        String[] all = java.util.Arrays.copyOf(command, command.length + more.length);
        System.arraycopy(more, 0, all, command.length, more.length);
        return all;
    }

    private static void ok(String... command) {
        CommandRun run = CommandRun.of(command);
        assertThat(run.exitCode()).as(run.err()).isZero();
    }
}
