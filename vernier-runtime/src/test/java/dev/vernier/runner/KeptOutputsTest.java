package dev.vernier.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.data.SampleTensor;
import dev.vernier.graph.Attribute;
import dev.vernier.graph.Dimension;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.Node;
import dev.vernier.graph.Opsets;
import dev.vernier.graph.Shape;
import dev.vernier.graph.ValueInfo;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Outputs that are read where the runtime wrote them. */
class KeptOutputsTest {

    private static final RunnerOptions KEEPING = RunnerOptions.DEFAULT.withKeepingOutputs(true);
    private static final int LARGE = 20_000;
    private static final long BOOL = 9; // TensorProto.DataType

    private final Random random = new Random(3);
    private final Path folder;

    KeptOutputsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Map<String, SampleTensor> rows(int rows) {
        float[] values = new float[2 * rows];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Map.of("x", SampleTensor.ofFloats(new long[] {rows, 2}, values));
    }

    @Test
    void giveWhatCopiesGiveWhateverTheShapesBefore() {
        long before = NativeHandles.open();
        try (Runner keeping = runner(TestModels.matMulReluLog(), KEEPING, "h");
                Runner copying = runner(TestModels.matMulReluLog(), RunnerOptions.DEFAULT, "h")) {
            List<Boolean> inPlace = new ArrayList<>();
            for (int rows : new int[] {LARGE, LARGE, LARGE, LARGE, 3, 3, 3, LARGE, LARGE, LARGE}) {
                Map<String, SampleTensor> inputs = rows(rows);
                Map<String, RunTensor> expected = copying.run(inputs);
                keeping.run(
                        inputs,
                        Set.of("h", "y"),
                        (name, output) -> {
                            assertThat(array(output.floats())).isEqualTo(floats(expected, name));
                            assertThat(output.copy().floats()).isEqualTo(floats(expected, name));
                            inPlace.add(output.floats().isDirect());
                        });
            }
            assertThat(inPlace)
                    .containsExactly(
                            false, false, true, true, true, true, true, true, false, false, false,
                            false, false, false, true, true, true, true, true, true);
        }
        assertThat(NativeHandles.open()).isEqualTo(before);
    }

    private Runner runner(Model model, RunnerOptions options, String... watched) {
        return Runners.onnxRuntime(model, folder, List.of(watched), options);
    }

    @Test
    void shapesThatDependOnValuesAreFound() {
        try (Runner runner = runner(positives(), KEEPING)) {
            for (int positive : new int[] {LARGE, LARGE, LARGE, LARGE - 7, LARGE, LARGE + 1}) {
                float[] values = new float[2 * LARGE];
                for (int i = 0; i < positive; i++) {
                    values[2 * LARGE - 1 - i] = i + 1;
                }
                SampleTensor x = SampleTensor.ofFloats(new long[] {2 * LARGE}, values);
                Map<String, float[]> seen = new LinkedHashMap<>();
                runner.run(
                        Map.of("x", x),
                        Set.of("y"),
                        (name, output) -> seen.put(name, array(output.floats())));
                assertThat(seen.get("y")).hasSize(positive).startsWith(positive).endsWith(1);
            }
        }
    }

    /** y = those elements of x that are not zero. */
    private static Model positives() {
        Shape any = new Shape(List.of(Dimension.named("found")));
        Node cast = Node.of("cast", "Cast", List.of("x"), List.of("b"));
        return Model.of(
                8,
                Graph.builder("positives", Opsets.of(13))
                        .input(ValueInfo.tensor("x", ElementType.FLOAT, Shape.of(2 * LARGE)))
                        .output(ValueInfo.tensor("y", ElementType.FLOAT, any))
                        .node(cast.withAttributes(List.of(Attribute.of("to", BOOL))))
                        .node(Node.of("keep", "Compress", List.of("x", "b"), List.of("y")))
                        .build());
    }

    @Test
    void aRunThatFailsSaysWhyAndTheNextIsRight() {
        try (Runner runner = runner(TestModels.matMulReluLog(), KEEPING, "h")) {
            for (int i = 0; i < 3; i++) {
                runner.run(rows(LARGE), Set.of("h"));
            }
            assertThatThrownBy(() -> runner.run(Map.of(), Set.of("h")))
                    .isInstanceOf(RunException.class);
            float[] x = new float[2 * LARGE];
            Arrays.fill(x, 1);
            Map<String, SampleTensor> ones =
                    Map.of("x", SampleTensor.ofFloats(new long[] {LARGE, 2}, x));
            assertThat(floats(runner.run(ones, Set.of("h")), "h"))
                    .hasSize(2 * LARGE)
                    .containsOnly(3f, -0.5f);
        }
    }

    private static float[] array(FloatBuffer buffer) {
        float[] array = new float[buffer.remaining()];
        buffer.duplicate().get(array);
        return array;
    }

    private static float[] floats(Map<String, RunTensor> run, String name) {
        RunTensor tensor = run.get(name);
        return tensor == null ? new float[0] : tensor.floats();
    }
}
