package dev.vernier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.graph.Graph;
import dev.vernier.model.ModelFile;
import dev.vernier.model.Weights;
import dev.vernier.plan.PlanJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code vernier plan} and {@code quantize --plan} on the sample model. */
class PlanRunTest {

    private static final Path DIGITS = Path.of("../samples/digits");
    private static final String MODEL = DIGITS.resolve("digits.onnx").toString();
    private static final String CALIBRATION = DIGITS.resolve("calibration.npz").toString();

    @TempDir private Path folder;

    private Path plan = Path.of("");

    @BeforeEach
    void writePlan() {
        plan = folder.resolve("plan.json");
        String stats = folder.resolve("s.stats").toString();
        CommandRun.of("calibrate", MODEL, "--data", CALIBRATION, "-o", stats);
        CommandRun run = CommandRun.of("plan", MODEL, "--stats", stats, "-o", plan.toString());
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("\n  for onnxruntime-cpu, 20 of 20 nodes in integers\n")
                .contains(
                        "\n  100.00 % of 2.7 million multiply-accumulates in integers, with 1 for"
                                + " N\n")
                .endsWith("\n  nothing stayed in float\n");
    }

    @Test
    void planFoldsImprovementsIntoTheModelBesideIt() throws IOException {
        Path improved = folder.resolve("best.json");
        CommandRun first =
                CommandRun.of(
                        "quantize",
                        MODEL,
                        "--data",
                        CALIBRATION,
                        "--effort",
                        "best",
                        "-o",
                        folder.resolve("a.onnx").toString(),
                        "--plan-out",
                        improved.toString());
        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(PlanJson.read(Files.readString(improved)).improved().orElseThrow().steps())
                .isNotEmpty();
        assertThat(folder.resolve("best.improved.onnx")).exists();

        CommandRun again = quantize("--plan", improved.toString());

        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.err())
                .contains("no accuracy method ran, as a plan is taken as it is, with what ");
        CommandRun diff =
                CommandRun.of(
                        "diff",
                        folder.resolve("a.onnx").toString(),
                        folder.resolve("out.onnx").toString());
        assertThat(diff.out())
                .contains("vernier.options", "vernier.statistics.sha256")
                .doesNotContain("run otherwise", "differ\n", "another range");

        Files.delete(folder.resolve("best.improved.onnx"));
        CommandRun missing = quantize("--plan", improved.toString(), "--force");
        assertThat(missing.exitCode()).isEqualTo(65);
        assertThat(missing.err())
                .contains(improved + ": plan.improved.model must be beside the plan");
    }

    @Test
    void givenPlanOrStatisticsSayThatNoAccuracyMethodRan() {
        assertThat(quantize().err())
                .isEqualTo(
                        "vernier: no accuracy method ran, as a plan is taken as it is; --data in"
                                + " place of --plan lets them [not-improved]\n");
        CommandRun statistics =
                CommandRun.of(
                        "quantize",
                        MODEL,
                        "--stats",
                        folder.resolve("s.stats").toString(),
                        "--random",
                        "2",
                        "-o",
                        folder.resolve("s.onnx").toString());
        assertThat(statistics.err())
                .contains("no accuracy method ran, as statistics hold no samples; --data");
    }

    @Test
    void overriddenTensorIsInThePlan() throws IOException {
        Path fixed = folder.resolve("fixed.json");
        CommandRun run =
                CommandRun.of(
                        "plan",
                        MODEL,
                        "--stats",
                        folder.resolve("s.stats").toString(),
                        "--override",
                        "image=range=-1:3",
                        "-o",
                        fixed.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(PlanJson.read(Files.readString(fixed)).activation("image").calibrator())
                .isEqualTo("override range");
        CommandRun unknown =
                CommandRun.of(
                        "plan",
                        MODEL,
                        "--stats",
                        folder.resolve("s.stats").toString(),
                        "--override",
                        "imag=range=-1:3",
                        "-o",
                        folder.resolve("unknown.json").toString());
        assertThat(unknown.exitCode()).isEqualTo(65);
        assertThat(unknown.err()).contains("tensor=imag, near names=[image,");
    }

    @Test
    void writtenModelSaysWhatItWasMadeFrom() throws Exception {
        Path written = folder.resolve("written.json");
        quantize("--plan-out", written.toString());

        Map<String, String> metadata =
                ModelFile.read(folder.resolve("out.onnx")).model().metadata();

        assertThat(metadata)
                .containsEntry("vernier.target", "onnxruntime-cpu")
                .containsEntry("vernier.options", "plan")
                .containsEntry("vernier.model.sha256", sha256(Path.of(MODEL)))
                .containsEntry("vernier.plan.sha256", sha256(written))
                .containsKey("vernier.version")
                .doesNotContainKey("vernier.statistics.sha256");
    }

    private static String sha256(Path file) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }

    @Test
    void planIsWhatQuantizeDoes() {
        Path same = folder.resolve("same.json");
        CommandRun run =
                CommandRun.of(
                        "quantize",
                        MODEL,
                        "--data",
                        CALIBRATION,
                        "--effort",
                        "fast",
                        "-o",
                        folder.resolve("a.onnx").toString(),
                        "--plan-out",
                        same.toString());

        assertThat(run.exitCode()).isZero();
        assertThat(plan).hasSameTextualContentAs(same);
    }

    @Test
    void editedScalesAreHonoured() throws IOException {
        ObjectNode root = (ObjectNode) JsonMapper.shared().readTree(Files.readString(plan));
        ((ObjectNode) root.get("activations").get("image")).put("scale", 0.0123f);
        Files.writeString(plan, root.toString());
        Path written = folder.resolve("written.json");

        CommandRun run = quantize("--plan-out", written.toString());

        assertThat(run.out()).contains("ranges as they were given, compared on 2 samples");
        assertThat(
                        PlanJson.read(Files.readString(written))
                                .activation("image")
                                .parameters()
                                .scale())
                .isEqualTo(0.0123f);
        Graph graph = ModelFile.read(folder.resolve("out.onnx")).model().graph();
        String scale = graph.consumers("image").get(0).inputs().get(1);
        assertThat(Weights.floats(graph.constant(scale).orElseThrow())[0]).isEqualTo(0.0123f);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "/modelSha256 | \"00\" | plan.modelSha256 must be that of the model",
                "/target | \"tensorrt\" | plan.target must be onnxruntime-cpu",
                "/nodes/0/name | \"nobody\" | plan.nodes[0].name must be a node of the model",
                "/nodes/0/rule | \"magic\" | plan.nodes[0].rule must be a known rule; found=magic",
                "/nodes/0/op | \"Gemm\" | plan.nodes[0].op must be",
                "/activations/nothing | {} | plan.activations.nothing.min must be a number",
                "/activations/image/scale | 0 | plan.activations.image: scale must be positive",
                "/activations/image/scale | 1e300 | plan.activations.image: scale must be positive",
                "/activations/image/zeroPoint | 999 | plan.activations.image: zero point must be a",
                "/activations/image/type | \"int4\" | plan.activations.image.type must be uint8",
                "/activations/image/type | \"uint16\" | plan.activations.image.type must be uint8",
                "/activations/image/scaale | 1 | plan.activations.image must have no member 'scaale'; near",
                "/nodes/0/rul | 1 | plan.nodes[0] must have no member 'rul'; near names=[rule, runs",
                "/remainder | \"float16\" | plan.remainder must be one that target onnxruntime-cpu",
                "/activations/image/min | 1 | plan.activations.image: range must be finite",
            })
    void whatDoesNotFitIsToldWithItsPlace(String place, String value, String message)
            throws IOException {
        ObjectNode root = (ObjectNode) JsonMapper.shared().readTree(Files.readString(plan));
        int last = place.lastIndexOf('/');
        ((ObjectNode) root.at(place.substring(0, last)))
                .set(place.substring(last + 1), JsonMapper.shared().readTree(value));
        Files.writeString(plan, root.toString());

        CommandRun run = quantize();

        assertThat(run.err()).contains(plan + ": " + message).doesNotContain("\tat ");
        assertThat(run.exitCode()).isEqualTo(65);
        assertThat(folder.resolve("out.onnx")).doesNotExist();
    }

    private CommandRun quantize(String... more) {
        List<String> command = new ArrayList<>(List.of("quantize", MODEL, "--random", "2"));
        command.addAll(List.of("-o", folder.resolve("out.onnx").toString()));
        if (!List.of(more).contains("--plan")) {
            command.addAll(List.of("--plan", plan.toString()));
        }
        command.addAll(List.of(more));
        return CommandRun.of(command.toArray(new String[0]));
    }
}
