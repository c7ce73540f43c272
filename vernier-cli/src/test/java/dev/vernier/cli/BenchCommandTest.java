package dev.vernier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code vernier bench} on the sample of the repository, for moments only. */
class BenchCommandTest {

    private static final Path DIGITS = Path.of("../samples/digits");
    private static final String MODEL = DIGITS.resolve("digits.onnx").toString();
    private static final String DATA = DIGITS.resolve("calibration.npz").toString();

    @TempDir private Path folder = Path.of("");

    @Test
    void tablesTellModelsAndOperators() {
        CommandRun run = bench(MODEL, MODEL, "--data", DATA, "--threads", "1");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines())
                .filteredOn(line -> line.contains("samples/digits/digits.onnx "))
                .hasSize(2)
                .allMatch(line -> line.contains("509.4 KB") && line.contains(" ms "));
        assertThat(run.out())
                .contains("2 models of ", "1 thread, 1 sample each, in turns")
                .containsPattern("1\\.\\dx (faster|slower)")
                .containsPattern("Conv +\\d+\\.\\d{3} ms +\\d+\\.\\d{3} ms");
    }

    @Test
    void jsonHasAllThatWasMeasured() {
        CommandRun run = bench(MODEL, "--data", DATA, "--batch", "4", "--operators", "1", "--json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(JsonForm.of(run.out()).replaceAll("(?m)^models\\[]\\.operatorMillis.*\n", ""))
                .startsWith("schemaVersion number\ncommand string\nthreads number\nbatch number\n")
                .contains("models[].p50Millis number\nmodels[].p90Millis number\n")
                .contains("models[].samplesPerSecond number\n");
    }

    @Test
    void errorsSayWhatAndWhere() {
        Path none = folder.resolve("none.onnx");
        String errors =
                CommandRun.of("bench", MODEL).transcript()
                        + bench(MODEL, none.toString(), "--random", "1").transcript()
                        + CommandRun.of("bench", MODEL, "--random", "1", "--batch", "0")
                                .transcript()
                        + CommandRun.of("bench", MODEL, "--random", "1", "--seconds", "0")
                                .transcript();

        Golden.assertMatches("bench/errors.txt", errors.replace(folder.toString(), "FOLDER"));
    }

    private static CommandRun bench(String... arguments) {
        List<String> all = new ArrayList<>(List.of("bench"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--seconds", "0.1"));
        return CommandRun.of(all.toArray(String[]::new));
    }
}
