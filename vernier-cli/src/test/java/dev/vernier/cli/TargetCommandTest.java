package dev.vernier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.model.ModelFile;
import dev.vernier.target.TargetJson;
import dev.vernier.target.Targets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code vernier target}, and a file of one's own in every command that takes a target. */
class TargetCommandTest {

    private static final Path DIGITS = Path.of("../samples/digits");
    private static final String MODEL = DIGITS.resolve("digits.onnx").toString();
    private static final String CALIBRATION = DIGITS.resolve("calibration.npz").toString();

    @TempDir private Path folder;

    @Test
    void help() {
        Golden.assertMatches("help/target.txt", CommandRun.of("target", "--help").transcript());
    }

    @ParameterizedTest
    @ValueSource(strings = {"avx2", "tensorrt", "portable"})
    void builtInTargetIsPrintedAsItsFile(String name) {
        CommandRun run = CommandRun.of("target", name);

        assertThat(run.out()).isEqualTo(TargetJson.write(Targets.named(name)));
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void everyNameIsListed() {
        assertThat(CommandRun.of("target").out())
                .contains("onnxruntime-cpu", "portable-cpu", "avx512_vnni", "tensorrt", "portable");
        assertThat(CommandRun.of("target", "--json").out()).contains("\"name\" : \"arm64\"");
    }

    @Test
    void fileOfOnesOwnGoesThroughEveryCommand() throws IOException {
        String target = file("\"operators\": {\"Conv\": null}");
        String stats = folder.resolve("s.stats").toString();
        String plan = folder.resolve("plan.json").toString();
        Path output = folder.resolve("out.onnx");

        ok("calibrate", MODEL, "--data", CALIBRATION, "--target", target, "-o", stats);
        CommandRun planned = ok("plan", MODEL, "--stats", stats, "--target", target, "-o", plan);
        assertThat(planned.out()).contains("for mine, ", " Conv ", "no-integer-kernel");
        ok(
                "quantize",
                MODEL,
                "--plan",
                plan,
                "--random",
                "2",
                "--target",
                target,
                "-o",
                output.toString());
        ok("lint", output.toString(), "--target", target);
        assertThat(ModelFile.read(output).model().metadata())
                .containsEntry("vernier.target", "mine")
                .containsKey("vernier.target.sha256");
    }

    @Test
    void planOfAnotherTargetIsRefused() throws IOException {
        String stats = folder.resolve("s.stats").toString();
        String plan = folder.resolve("plan.json").toString();
        ok("calibrate", MODEL, "--data", CALIBRATION, "-o", stats);
        ok("plan", MODEL, "--stats", stats, "--target", file("\"biases\": \"int32\""), "-o", plan);

        CommandRun run = CommandRun.of("quantize", MODEL, "--plan", plan, "--random", "2");

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err()).contains("plan.target must be onnxruntime-cpu, as --target says");
    }

    @Test
    void mistakesAreToldWithFilePlaceAndNearNames() throws IOException {
        CommandRun run = CommandRun.of("target", file("\"acumulation\": \"exact\""));
        CommandRun unknown = CommandRun.of("lint", MODEL, "--target", "tensort");
        CommandRun missing = CommandRun.of("lint", MODEL, "--target", "no/such.json");

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err())
                .contains("mine.json: target must have no member 'acumulation'; near names=[accum");
        assertThat(unknown.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(unknown.err()).contains("or a file that describes one; target=tensort");
        assertThat(missing.exitCode()).isEqualTo(ExitCode.NO_INPUT);
    }

    private String file(String member) throws IOException {
        Path file = folder.resolve("mine.json");
        Files.writeString(
                file,
                "{\"schemaVersion\": 1, \"name\": \"mine\", \"extends\": \"portable-cpu\", "
                        + member
                        + "}");
        return file.toString();
    }

    private static CommandRun ok(String... command) {
        CommandRun run = CommandRun.of(command);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run;
    }
}
