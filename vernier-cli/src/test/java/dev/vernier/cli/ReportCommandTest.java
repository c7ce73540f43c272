package dev.vernier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code quantize --report} and {@code vernier report} on the sample of the repository. */
class ReportCommandTest {

    private static final Path DIGITS = Path.of("../samples/digits");

    @TempDir private Path folder = Path.of("");

    @Test
    void recordGivesThePageThatQuantizeWrote() throws IOException {
        Path run = folder.resolve("run.json");
        Path page = folder.resolve("report.html");
        CommandRun quantized = quantize("--report", page.toString(), "--run-out", run.toString());

        CommandRun again = CommandRun.of("report", run.toString());

        assertThat(quantized.exitCode()).as(quantized.err()).isZero();
        assertThat(quantized.err()).isEmpty();
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.out()).contains("run.json -> ", "run.html", "20 layers");
        assertThat(folder.resolve("run.html")).hasSameTextualContentAs(page);
        Golden.assertMatches("report/run-json.txt", certain(JsonForm.of(Files.readString(run))));
        assertThat(Files.readString(run))
                .contains(
                        "\"command\" : \"vernier quantize ../samples/digits/digits.onnx --data",
                        "\"rule\" : \"weighted-kernel\"",
                        "\"calibrationSamples\" : 128");
    }

    @Test
    void everyProductHasItsShareOfTheWork() throws IOException {
        Path run = folder.resolve("run.json");
        quantize("--run-out", run.toString());

        JsonNode record = JsonMapper.shared().readTree(Files.readString(run));

        long total = 0;
        for (JsonNode layer : record.path("layers")) {
            total += layer.path("macs").asLong(0);
            boolean product = List.of("Conv", "Gemm").contains(layer.path("op").asString());
            assertThat(layer.has("macs")).as(layer.path("node").asString()).isEqualTo(product);
            if (product && layer.path("integer").asBoolean()) {
                assertThat(layer.path("sensitivity").asDouble()).isPositive();
                assertThat(layer.path("sensitivityFrom").asString()).isEqualTo("estimated");
            }
        }
        assertThat(total).isEqualTo(record.path("multiplyAccumulates").path("total").asLong());
    }

    /** Without what a run has or has not: warnings of its speed, steps that helped. */
    private static String certain(String form) {
        return form.replaceAll("(?m)^(warnings|steps|multiplyAccumulates.notFused).*\n", "");
    }

    @Test
    void jsonNamesBothFilesAndTheVerdict() {
        Path run = folder.resolve("run.json");
        quantize("--run-out", run.toString());

        CommandRun json = CommandRun.of("report", run.toString(), "--json");

        assertThat(json.out())
                .contains("\"command\" : \"report\"", "\"layers\" : 20")
                .containsPattern("\"verdict\" : \"(ship|look|stop)\"");
    }

    @Test
    void existingReportIsRefusedBeforeTheWork() throws IOException {
        Path page = Files.writeString(folder.resolve("report.html"), "precious");

        CommandRun run = quantize("--report", page.toString());

        assertThat(run.exitCode()).isEqualTo(ExitCode.OUTPUT_EXISTS);
        assertThat(page).hasContent("precious");
        assertThat(folder.resolve("out.onnx")).doesNotExist();
    }

    @Test
    void errorsSayWhatAndWhere() throws IOException {
        Path other = Files.writeString(folder.resolve("plan.json"), "{\"schemaVersion\": 9}");
        Path bytes = Files.write(folder.resolve("bytes.json"), new byte[] {(byte) 0xff, 1});
        Path page = Files.writeString(folder.resolve("page.html"), "precious");
        String errors =
                CommandRun.of("report", folder.resolve("none.json").toString()).transcript()
                        + CommandRun.of("report", other.toString()).transcript()
                        + CommandRun.of("report", bytes.toString()).transcript()
                        + CommandRun.of("report", other.toString(), "-o", page.toString())
                                .transcript();

        Golden.assertMatches("report/errors.txt", errors.replace(folder.toString(), "FOLDER"));
        assertThat(page).hasContent("precious");
    }

    private CommandRun quantize(String... options) {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "quantize",
                                DIGITS.resolve("digits.onnx").toString(),
                                "--data",
                                DIGITS.resolve("calibration.npz").toString(),
                                "-o",
                                folder.resolve("out.onnx").toString()));
        all.addAll(List.of(options));
        return CommandRun.of(all.toArray(String[]::new));
    }
}
