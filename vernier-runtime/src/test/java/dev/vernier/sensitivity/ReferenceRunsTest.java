package dev.vernier.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.data.ModelInputs;
import dev.vernier.data.Sample;
import dev.vernier.data.SampleTensor;
import dev.vernier.data.Samples;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.Node;
import dev.vernier.graph.Opsets;
import dev.vernier.graph.Shape;
import dev.vernier.graph.ValueInfo;
import dev.vernier.model.ModelFile;
import dev.vernier.model.OutputFile;
import dev.vernier.runner.RunnerOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReferenceRunsTest {

    @TempDir private Path folder;

    private Path model = Path.of("");
    private int passes;

    @BeforeEach
    void writeModel() throws IOException {
        Graph square =
                Graph.builder("square", Opsets.of(17))
                        .input(ValueInfo.tensor("x", ElementType.FLOAT, Shape.of(1)))
                        .node(Node.of("square", "Mul", List.of("x", "x"), List.of("y")))
                        .output(ValueInfo.tensor("y", ElementType.FLOAT, Shape.of(1)))
                        .build();
        model = folder.resolve("model.onnx");
        ModelFile.write(model, Model.of(8, square), false, OutputFile.Check.NONE);
    }

    @Test
    void samplesAreReadAndRunOnceIfAllAreKept() throws IOException {
        try (ReferenceRuns runs = runs(OptionalInt.empty(), 1, 2, 3)) {
            assertThat(outputs(runs, Integer.MAX_VALUE)).containsExactly(1f, 4f, 9f);
            assertThat(outputs(runs, Integer.MAX_VALUE)).containsExactly(1f, 4f, 9f);
            assertThat(outputs(runs, 2)).containsExactly(1f, 4f);
        }
        assertThat(passes).isEqualTo(1);
    }

    @Test
    void moreThanWereWantedAtFirstAreRunLater() throws IOException {
        try (ReferenceRuns runs = runs(OptionalInt.of(3), 1, 2, 3, 4)) {
            assertThat(outputs(runs, 1)).containsExactly(1f);
            assertThat(outputs(runs, Integer.MAX_VALUE)).containsExactly(1f, 4f, 9f);
            assertThat(outputs(runs, Integer.MAX_VALUE)).containsExactly(1f, 4f, 9f);
        }
        assertThat(passes).isEqualTo(2);
    }

    private ReferenceRuns runs(OptionalInt limit, float... values) throws IOException {
        ModelFile file = ModelFile.read(model);
        ModelInputs inputs = ModelInputs.of(file.model().graph());
        return new ReferenceRuns(file, inputs, samples(values), limit, RunnerOptions.DEFAULT);
    }

    private Samples samples(float... values) {
        List<Sample> samples = new ArrayList<>();
        for (float value : values) {
            SampleTensor x = SampleTensor.ofFloats(new long[] {1}, value);
            samples.add(new Sample("sample " + value, Map.of("x", x)));
        }
        Samples all = Samples.of(samples);
        return inputs -> {
            passes++;
            return all.cursor(inputs);
        };
    }

    private static List<Float> outputs(ReferenceRuns runs, int most) throws IOException {
        List<Float> outputs = new ArrayList<>();
        runs.forEach(most, run -> run.expected().values().forEach(y -> outputs.add(y.floats()[0])));
        return outputs;
    }
}
