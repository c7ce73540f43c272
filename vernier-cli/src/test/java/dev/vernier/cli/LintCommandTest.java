package dev.vernier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LintCommandTest {

    private static final Path DIGITS = Path.of("../samples/digits");

    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"portable-cpu", "tensorrt", "portable"})
    void whatWeWriteForATargetIsClean(String target) {
        String output = quantize(target);

        CommandRun run = CommandRun.of("lint", output, "--target", target);

        assertThat(run.out()).contains("nothing found");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void fileForAnotherTargetFailsWithRuleNodeWhyAndFix() {
        String output = quantize("portable-cpu");

        CommandRun run = CommandRun.of("lint", output, "--target", "tensorrt");

        assertThat(run.exitCode()).isEqualTo(ExitCode.GATE_FAILED);
        assertThat(run.out())
                .contains("error zero-point-not-zero", "fix: ", "(--all)")
                .containsPattern("\\d+ errors, \\d+ warning");
        assertThat(CommandRun.of("lint", output, "--target", "tensorrt", "--json").out())
                .contains("\"rule\" : \"rejected-type\"", "\"severity\" : \"ERROR\"");
    }

    @Test
    void doctorFindsThisMachineWell() {
        CommandRun run = CommandRun.of("doctor");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("integer kernels", "temporary folder").doesNotContain("bad");
        assertThat(CommandRun.of("doctor", "--json").out()).contains("\"well\" : true");
    }

    private String quantize(String target) {
        String output = folder.resolve("digits.int8.onnx").toString();
        CommandRun run =
                CommandRun.of(
                        "quantize",
                        DIGITS.resolve("digits.onnx").toString(),
                        "--data",
                        DIGITS.resolve("calibration.npz").toString(),
                        "--target",
                        target,
                        "-o",
                        output);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return output;
    }
}
