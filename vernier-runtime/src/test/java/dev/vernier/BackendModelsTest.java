package dev.vernier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.data.DataException;
import dev.vernier.data.ModelInputs;
import dev.vernier.data.Sample;
import dev.vernier.data.SampleCursor;
import dev.vernier.data.Samples;
import dev.vernier.graph.Model;
import dev.vernier.graph.ModelFormatException;
import dev.vernier.graph.UnsupportedModelException;
import dev.vernier.model.ModelFile;
import dev.vernier.numeric.ErrorAccumulator;
import dev.vernier.prepare.Preparation;
import dev.vernier.prepare.PreparationOptions;
import dev.vernier.runner.RunException;
import dev.vernier.runner.RunTensor;
import dev.vernier.runner.Runner;
import dev.vernier.runner.RunnerOptions;
import dev.vernier.runner.RunnerOptions.Optimization;
import dev.vernier.runner.Runners;
import dev.vernier.target.Targets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every model below the folder named by {@code -Dvernier.models=FOLDER}, with its test data: the
 * backend tests of ONNX, which {@code src/test/scripts/fetch-backend-models.sh} brings.
 *
 * <p>Prepared, each that ONNX Runtime runs must still run and give the same; quantized, each must
 * be written or refused with a reason.
 */
@Tag("exhaustive")
@EnabledIfSystemProperty(named = "vernier.models", matches = ".+")
class BackendModelsTest {

    private static final RunnerOptions PLAIN =
            RunnerOptions.DEFAULT.withOptimization(Optimization.NONE);

    /** Operators that draw random numbers give others each time. */
    private static final Set<String> RANDOM =
            Set.of(
                    "RandomNormal",
                    "RandomNormalLike",
                    "RandomUniform",
                    "RandomUniformLike",
                    "Bernoulli",
                    "Multinomial");

    @TempDir private Path folder;

    private final Map<String, Integer> outcomes = new TreeMap<>();
    private final List<String> findings = new ArrayList<>();

    @Test
    void everyModelIsPreparedAndQuantizedOrRefused() throws IOException {
        List<Path> models;
        try (Stream<Path> files = Files.walk(Path.of(System.getProperty("vernier.models", "")))) {
            models = files.filter(file -> file.endsWith("model.onnx")).sorted().toList();
        }
        assertThat(models).isNotEmpty();
        for (Path model : models) {
            count(prepare(model), model);
            count(quantize(model), model);
        }
        System.out.println(models.size() + " models: " + outcomes);
        assertThat(findings).isEmpty();
    }

    private void count(String outcome, Path model) {
        outcomes.merge(outcome.split(":", 2)[0], 1, Integer::sum);
        if (outcome.startsWith("FOUND")) {
            findings.add(parent(model).getFileName() + " " + outcome);
        }
    }

    private static Path parent(Path file) {
        return Optional.ofNullable(file.getParent()).orElseThrow();
    }

    private String prepare(Path file) {
        Model model;
        Optional<Sample> sample;
        Map<String, RunTensor> expected;
        try {
            model = ModelFile.read(file).model();
            sample = sample(file, model);
            if (sample.isEmpty()) {
                return "prepare, no data";
            }
            expected = run(model, file, sample.get());
        } catch (ModelFormatException | UnsupportedModelException | RunException e) {
            return "prepare, does not run as it is";
        } catch (IOException | DataException e) {
            return "prepare, no usable data";
        } catch (RuntimeException e) {
            return "FOUND before preparation: " + e;
        }
        try {
            long opset = Targets.ONNXRUNTIME_CPU.minimumOpset();
            Model prepared = Preparation.prepare(model, new PreparationOptions(opset)).model();
            return difference(model, expected, run(prepared, file, sample.get()));
        } catch (UnsupportedModelException e) {
            return "prepare, refused";
        } catch (RuntimeException e) {
            return "FOUND in preparation: " + e;
        }
    }

    private static Map<String, RunTensor> run(Model model, Path file, Sample sample) {
        try (Runner runner = Runners.onnxRuntime(model, parent(file), List.of(), PLAIN)) {
            return runner.run(sample, Set.copyOf(runner.outputs()));
        }
    }

    private static String difference(
            Model model, Map<String, RunTensor> expected, Map<String, RunTensor> actual) {
        if (model.graph().allNodes().stream().anyMatch(node -> RANDOM.contains(node.op().name()))) {
            return "prepare, random";
        }
        for (Map.Entry<String, RunTensor> output : expected.entrySet()) {
            RunTensor found = Optional.ofNullable(actual.get(output.getKey())).orElseThrow();
            if (!output.getValue().isFloat()) {
                continue;
            }
            ErrorAccumulator error = new ErrorAccumulator();
            float[] wanted = output.getValue().floats();
            if (wanted.length != found.floats().length) {
                return "FOUND another shape: " + output.getKey();
            }
            for (float value : wanted) {
                if (!Float.isFinite(value)) {
                    return "prepare, not finite";
                }
            }
            error.add(wanted, found.floats());
            if (wanted.length > 0 && error.measures().signalToNoise() < 80) {
                return "FOUND another value: " + output.getKey();
            }
        }
        return "prepare, the same";
    }

    private Optional<Sample> sample(Path file, Model model) throws IOException {
        Path data = file.resolveSibling("test_data_set_0");
        if (!Files.isRegularFile(data.resolve("input_0.pb"))) {
            return Optional.empty();
        }
        try (Samples samples = Samples.folder(data);
                SampleCursor cursor = samples.cursor(ModelInputs.of(model.graph()))) {
            return cursor.next();
        }
    }

    private String quantize(Path file) {
        Path data = file.resolveSibling("test_data_set_0");
        try (Samples samples =
                Files.isRegularFile(data.resolve("input_0.pb"))
                        ? Samples.folder(data)
                        : Samples.random(2, 1)) {
            Quantizer.of(file)
                    .calibrateWith(samples)
                    .overwrite(true)
                    .writeTo(folder.resolve("model.int8.onnx"));
            return "quantize, written";
        } catch (UnsupportedModelException | ModelFormatException | DataException e) {
            return "quantize, refused";
        } catch (RunException e) {
            return String.valueOf(e.getMessage()).contains("model.int8.onnx")
                    ? "FOUND not running: " + e
                    : "quantize, float model does not run";
        } catch (IOException | RuntimeException e) {
            return "FOUND in quantization: " + e;
        }
    }
}
