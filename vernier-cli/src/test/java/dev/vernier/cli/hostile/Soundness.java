package dev.vernier.cli.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.data.ModelInputs;
import dev.vernier.data.Sample;
import dev.vernier.data.SampleCursor;
import dev.vernier.data.Samples;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.model.ModelFile;
import dev.vernier.model.Reference;
import dev.vernier.model.Weights;
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
    private static final String NOT_FINITE = "not finite: ";

    /** How the fault begins of which an output has no shape. */
    static final String NO_SHAPE =
            CHECKER + "model could not be checked; reason=Field 'shape' of 'type' is required";

    private Soundness() {}

    /** Holds a model that was written with exit code 0 against what that promises. */
    static void assertKept(Path floatModel, Path written) throws IOException {
        assertThat(violation(floatModel, written)).isEmpty();
    }

    /**
     * @param samples what both models run, for inputs that nothing can be made up for
     */
    static void assertKept(Path floatModel, Path written, Samples samples) throws IOException {
        assertThat(violation(floatModel, written, samples)).isEmpty();
    }

    /**
     * What a written model has against it; empty if nothing. That of its float model is no
     * violation where quantizing cannot mend it, and the user is told: values that are not finite,
     * and outputs whose rank nobody can prove (docs/adr/0113).
     */
    static Optional<String> violation(Path floatModel, Path written) throws IOException {
        try (Samples samples = random()) {
            return violation(floatModel, written, samples);
        }
    }

    private static Optional<String> violation(Path floatModel, Path written, Samples samples)
            throws IOException {
        Optional<String> fault = faultOf(written, samples);
        boolean mayBe =
                fault.filter(f -> f.startsWith(NOT_FINITE) || f.startsWith(NO_SHAPE)).isPresent();
        return mayBe && fault.equals(faultOf(floatModel, samples)) ? Optional.empty() : fault;
    }

    /** What is wrong with a model file; empty if nothing is. */
    static Optional<String> faultOf(Path file) throws IOException {
        try (Samples samples = random()) {
            return faultOf(file, samples);
        }
    }

    /** What is wrong with a model that ONNX Runtime may not know all operators of. */
    static Optional<String> faultWithoutRunning(Path file) throws IOException {
        Model model = ModelFile.read(file).model();
        return scaleFault(model.graph()).or(() -> checkerFault(model));
    }

    private static Samples random() {
        return Samples.random(2, 7);
    }

    private static Optional<String> faultOf(Path file, Samples samples) throws IOException {
        Optional<String> fault = faultWithoutRunning(file);
        return fault.isPresent() ? fault : runFault(file, samples);
    }

    /** Scales of infinity still load and run. */
    private static Optional<String> scaleFault(Graph graph) {
        return graph.allNodes().stream()
                .filter(node -> node.is("QuantizeLinear") || node.is("DequantizeLinear"))
                .flatMap(node -> graph.constant(node.inputs().get(1)).stream())
                .filter(scale -> scale.type() == ElementType.FLOAT)
                .filter(scale -> !isNormal(Weights.floats(scale)))
                .findFirst()
                .map(scale -> "scale is not positive, normal and finite: " + scale.name());
    }

    private static boolean isNormal(float[] scales) {
        for (float scale : scales) {
            if (!(scale >= Float.MIN_NORMAL && scale < Float.POSITIVE_INFINITY)) {
                return false;
            }
        }
        return true;
    }

    private static Optional<String> checkerFault(Model model) {
        if (model.graph().opsets().onnx() <= Reference.NEWEST_OPSET) {
            try {
                Reference.check(model);
            } catch (RuntimeException e) {
                return Optional.of(CHECKER + e.getMessage());
            }
        }
        return Optional.empty();
    }

    private static Optional<String> runFault(Path file, Samples samples) throws IOException {
        Model model = ModelFile.read(file).model();
        try (Runner runner = Runners.onnxRuntime(file, DEPLOYED);
                SampleCursor cursor = samples.cursor(ModelInputs.of(model.graph()))) {
            for (Optional<Sample> next = cursor.next(); next.isPresent(); next = cursor.next()) {
                Map<String, RunTensor> outputs =
                        runner.run(next.get(), Set.copyOf(runner.outputs()));
                for (Map.Entry<String, RunTensor> output : outputs.entrySet()) {
                    if (output.getValue().isFloat() && !isFinite(output.getValue().floats())) {
                        return Optional.of(NOT_FINITE + output.getKey());
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
