package dev.vernier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Which fields {@code --json} gives, command by command: what programs are written against.
 *
 * <p>compare, inspect, explain and the run record have their own tests.
 */
class JsonFormsTest {

    private static final Path DIGITS = Path.of("../samples/digits");
    private static final String MODEL = DIGITS.resolve("digits.onnx").toString();
    private static final String CALIBRATION = DIGITS.resolve("calibration.npz").toString();
    private static final String TEST = DIGITS.resolve("test.npz").toString();
    private static final String LABELS = DIGITS.resolve("test-labels.npy").toString();

    @TempDir private Path folder = Path.of("");

    @Test
    void quantize() {
        String json =
                json(
                        "quantize",
                        MODEL,
                        "--data",
                        CALIBRATION,
                        "--eval",
                        TEST,
                        "--labels",
                        LABELS,
                        "--min-sqnr",
                        "20",
                        "-o",
                        path("out.onnx"));

        assertForm("quantize", json);
    }

    @Test
    void statisticsFromCalibrateToPlan() {
        assertForm(
                "calibrate",
                json("calibrate", MODEL, "--data", CALIBRATION, "-o", path("a.stats")));
        json("calibrate", MODEL, "--data", TEST, "-o", path("b.stats"));
        assertForm(
                "merge", json("merge", path("a.stats"), path("b.stats"), "-o", path("ab.stats")));
        assertForm(
                "plan", json("plan", MODEL, "--stats", path("ab.stats"), "-o", path("plan.json")));
        assertForm("inspect-statistics", json("inspect", path("ab.stats")));
        assertForm("inspect-tensor", json("inspect", path("ab.stats"), "--tensor", "image"));
    }

    @Test
    void sensitivity() {
        assertForm("sensitivity", json("sensitivity", MODEL, "--data", CALIBRATION));
    }

    @Test
    void lint() {
        json("quantize", MODEL, "--data", CALIBRATION, "-o", path("out.onnx"));

        CommandRun run = CommandRun.of("lint", path("out.onnx"), "--target", "tensorrt", "--json");

        assertForm("lint", run.out());
    }

    @Test
    void doctor() {
        assertForm("doctor", json("doctor"));
    }

    private static void assertForm(String command, String json) {
        Golden.assertMatches("json/" + command + ".txt", certain(JsonForm.of(json)));
    }

    /** Without names of tensors and samples, and what only some processors have to note. */
    private static String certain(String form) {
        return form.replaceAll("(?m)^tensors\\.[^.]+", "tensors.NAME")
                .replaceAll("(?m)^endsBySample\\.\\S+", "endsBySample.NAME")
                .replaceAll(
                        "(?m)^(warnings|notes|grownScales|multiplyAccumulates.notFused).*\n", "")
                .lines()
                .distinct()
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static String json(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--json");
        CommandRun run = CommandRun.of(all.toArray(String[]::new));
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run.out();
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }
}
