package dev.vernier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.cli.ChildJvm.Outcome;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.model.ModelFile;
import dev.vernier.model.OutputFile;
import dev.vernier.plan.PlanJson;
import dev.vernier.plan.QuantizationPlan;
import dev.vernier.prepare.Preparation;
import dev.vernier.prepare.PreparationOptions;
import dev.vernier.rewrite.Rewrite;
import dev.vernier.target.Target;
import dev.vernier.target.Targets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Models larger than the heap, and the memory that they cost. */
@Tag("exhaustive")
@EnabledOnOs(OS.LINUX)
class LargeModelTest {

    private static final long MB = 1 << 20;

    @TempDir private Path folder;

    @Test
    void looksAt768MegabytesInAHeapOf64() throws Exception {
        Path model = LargeModels.embedded(folder, 12);

        assertThat(run("-Xmx64m", "inspect", model.toString()).exitCode()).isZero();
    }

    @Test
    void quantizes768MegabytesInLittleMoreThanTwiceThat() throws Exception {
        Path model = LargeModels.embedded(folder, 12);
        long size = Files.size(model);

        Outcome quantized = run("-Xmx512m", "quantize", model.toString(), "--random", "1");

        assertThat(quantized.exitCode()).as(quantized.output()).isZero();
        System.out.printf(
                "model %d MB, peak resident %d MB%n", size / MB, quantized.peakResident() / MB);
        assertThat(quantized.peakResident()).isLessThan(size * 23 / 10 + 200 * MB);
    }

    /** Quantizing the weights and writing them, without the runs before and after. */
    @Test
    void writesTheWeightsOf768Megabytes() throws Exception {
        Path model = LargeModels.embedded(folder, 12);
        String statistics = folder.resolve("model.stats").toString();
        Path plan = folder.resolve("plan.json");
        Path output = folder.resolve("out.onnx");
        String[] calibrate = {"calibrate", model.toString(), "--random", "1", "-o", statistics};
        assertThat(run("-Xmx512m", calibrate).exitCode()).isZero();
        CommandRun planned =
                CommandRun.of(
                        "plan", model.toString(), "--stats", statistics, "-o", plan.toString());
        assertThat(planned.exitCode()).as(planned.err()).isZero();
        Target target = Targets.ONNXRUNTIME_CPU;
        Model prepared =
                Preparation.prepare(
                                ModelFile.read(model).model(),
                                new PreparationOptions(target.minimumOpset()))
                        .model();
        QuantizationPlan decided = PlanJson.read(Files.readString(plan));

        long start = System.nanoTime();
        Graph rewritten = Rewrite.rewrite(prepared.graph(), decided, target);
        ModelFile.write(output, prepared.withGraph(rewritten), false, OutputFile.Check.NONE);
        double seconds = (System.nanoTime() - start) / 1e9;

        System.out.printf(
                "model %d MB, quantized and written in %.1f s, %d MB%n",
                Files.size(model) / MB, seconds, Files.size(output) / MB);
        assertThat(Files.size(output)).isBetween(Files.size(model) / 5, Files.size(model) / 3);
    }

    @Test
    void plansAndQuantizesOneAndAHalfGigabytes() throws Exception {
        plansAndQuantizes(24);
    }

    @Test
    void plansAndQuantizesThreeGigabytes() throws Exception {
        plansAndQuantizes(48);
    }

    private void plansAndQuantizes(int layers) throws Exception {
        String model = LargeModels.external(folder, layers).toString();

        String statistics = folder.resolve("model.stats").toString();
        String plan = folder.resolve("plan.json").toString();

        Outcome seen = run("-Xmx512m", "calibrate", model, "--random", "1", "-o", statistics);
        assertThat(seen.exitCode()).as(seen.output()).isZero();
        Outcome planned = run("-Xmx512m", "plan", model, "--stats", statistics, "-o", plan);
        assertThat(planned.exitCode()).as(planned.output()).isZero();
        Outcome quantized = run("-Xmx512m", "quantize", model, "--random", "1");
        assertThat(quantized.exitCode()).as(quantized.output()).isZero();
        System.out.printf(
                "%d layers: peak resident %d MB planned, %d MB quantized%n",
                layers, planned.peakResident() / MB, quantized.peakResident() / MB);
    }

    private Outcome run(String heap, String... arguments) throws IOException, InterruptedException {
        return ChildJvm.run(folder.resolve("log"), List.of(heap), arguments);
    }
}
