package dev.vernier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.BackendModel.Frozen;
import dev.vernier.data.DataException;
import dev.vernier.data.Sample;
import dev.vernier.data.Samples;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Model;
import dev.vernier.graph.ModelFormatException;
import dev.vernier.graph.UnsupportedModelException;
import dev.vernier.model.ModelFile;
import dev.vernier.model.Reference;
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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every model below the folder named by {@code -Dvernier.models=FOLDER}, with its test data: the
 * backend tests of ONNX, which {@code -Pexhaustive} fetches.
 *
 * <p>Prepared, each that ONNX Runtime runs must still run and give the same; quantized, each must
 * be written, pass the reference checker, run and be finite, or be refused with a reason. Both once
 * as it is, and once with all inputs but one made constants, so that there are weights.
 */
@Tag("exhaustive")
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
        List<BackendModel> models = BackendModel.all();
        for (BackendModel model : models) {
            count(prepare(model), model);
            count(quantize(model), model);
        }
        report(models.size() + " models");
    }

    @Test
    void everyModelWithConstantOperandsIsPreparedAndQuantizedOrRefused() throws IOException {
        int frozen = 0;
        for (BackendModel model : BackendModel.all()) {
            Frozen made = Frozen.of(model, folder.resolve("frozen.onnx"));
            if (made.model().isPresent()) {
                frozen++;
                count(prepare(made.model().get()), model);
                count(quantize(made.model().get()), model);
            } else {
                count(made.reason(), model);
            }
        }
        assertThat(frozen).isPositive();
        report(frozen + " models with constant operands");
    }

    private void report(String title) {
        System.out.println(title);
        outcomes.forEach((outcome, count) -> System.out.printf("%6d  %s%n", count, outcome));
        assertThat(findings).isEmpty();
    }

    private void count(String outcome, BackendModel model) {
        if (outcome.startsWith("FOUND")) {
            findings.add(model + " " + outcome);
        }
        outcomes.merge(outcome.split(":", 2)[0], 1, Integer::sum);
    }

    private static String prepare(BackendModel subject) {
        Model model;
        Sample sample;
        Map<String, RunTensor> expected;
        try {
            model = subject.read();
            Optional<Sample> given = subject.sample();
            if (given.isEmpty()) {
                return "prepare, no data";
            }
            sample = given.get();
            expected = run(model, subject.folder(), sample);
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
            return difference(model, expected, run(prepared, subject.folder(), sample));
        } catch (UnsupportedModelException e) {
            return "prepare, refused, " + reason(e);
        } catch (RuntimeException e) {
            return "FOUND in preparation: " + e;
        }
    }

    private static Map<String, RunTensor> run(Model model, Path folder, Sample sample) {
        try (Runner runner = Runners.onnxRuntime(model, folder, List.of(), PLAIN)) {
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
            // Half precision is computed in float32, and rounds less.
            double least = output.getValue().type() == ElementType.FLOAT ? 80 : 40;
            if (wanted.length > 0 && error.measures().signalToNoise() < least) {
                return "FOUND another value: " + output.getKey();
            }
        }
        return "prepare, the same";
    }

    private String quantize(BackendModel subject) {
        Path output = folder.resolve("model.int8.onnx");
        try (Samples samples = subject.samples()) {
            Quantizer.of(subject.file()).calibrateWith(samples).overwrite(true).writeTo(output);
            return checked(subject, ModelFile.read(output).model());
        } catch (UnsupportedModelException | ModelFormatException | DataException e) {
            return "quantize, refused, " + reason(e);
        } catch (RunException e) {
            return String.valueOf(e.getMessage()).contains("model.int8.onnx")
                    ? "FOUND not running: " + e
                    : "quantize, float model does not run";
        } catch (IOException | RuntimeException e) {
            return "FOUND in quantization: " + e;
        }
    }

    /** The reference checker takes what was written, if it takes what was given. */
    private static String checked(BackendModel subject, Model written) throws IOException {
        if (written.graph().opsets().onnx() > Reference.NEWEST_OPSET) {
            return "quantize, written, newer than the reference checker";
        }
        try {
            Reference.check(written);
            return "quantize, written, checked";
        } catch (UnsupportedModelException e) {
            try {
                Reference.check(subject.read());
            } catch (UnsupportedModelException original) {
                return "quantize, written, though the checker does not take the float model";
            }
            return "FOUND not passing the reference checker: " + e;
        }
    }

    /** The rule that the model breaks: its values are of one model only. */
    private static String reason(RuntimeException refusal) {
        String rule = String.valueOf(refusal.getMessage()).split(";", 2)[0];
        return rule.replaceAll("^\\S+\\.onnx: ", "").replaceAll("'[^']*'", "'..'").replace(":", "");
    }
}
