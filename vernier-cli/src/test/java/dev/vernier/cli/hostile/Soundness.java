package dev.vernier.cli.hostile;

import dev.vernier.data.ModelInputs;
import dev.vernier.data.Sample;
import dev.vernier.data.SampleCursor;
import dev.vernier.data.Samples;
import dev.vernier.graph.Model;
import dev.vernier.model.ModelFile;
import dev.vernier.model.Reference;
import dev.vernier.runner.RunTensor;
import dev.vernier.runner.Runner;
import dev.vernier.runner.RunnerOptions;
import dev.vernier.runner.Runners;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What exit code 0 promises of a file: checked by ONNX, loaded and run by ONNX Runtime, finite. */
final class Soundness {

    private static final RunnerOptions DEPLOYED = RunnerOptions.DEFAULT.withThreads(1);

    private static final String CHECKER = "reference checker: ";

    /** How the fault begins of which an output has no shape. */
    static final String NO_SHAPE =
            CHECKER + "model could not be checked; reason=Field 'shape' of 'type' is required";

    private Soundness() {}

    /** What is wrong with a model file; empty if nothing is. */
    static Optional<String> faultOf(Path file) throws IOException {
        Model model = ModelFile.read(file).model();
        if (model.graph().opsets().onnx() <= Reference.NEWEST_OPSET) {
            try {
                Reference.check(model);
            } catch (RuntimeException e) {
                return Optional.of(CHECKER + e.getMessage());
            }
        }
        try (Runner runner = Runners.onnxRuntime(file, DEPLOYED);
                Samples samples = Samples.random(2, 7);
                SampleCursor cursor = samples.cursor(ModelInputs.of(model.graph()))) {
            for (Optional<Sample> next = cursor.next(); next.isPresent(); next = cursor.next()) {
                Map<String, RunTensor> outputs =
                        runner.run(next.get(), Set.copyOf(runner.outputs()));
                for (Map.Entry<String, RunTensor> output : outputs.entrySet()) {
                    if (output.getValue().isFloat() && !isFinite(output.getValue().floats())) {
                        return Optional.of("not finite: " + output.getKey());
                    }
                }
            }
        } catch (RuntimeException e) {
            return Optional.of("ONNX Runtime: " + e.getMessage());
        }
        return Optional.empty();
    }

    private static boolean isFinite(float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }
}
