package dev.vernier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.vernier.data.Sample;
import dev.vernier.data.SampleTensor;
import dev.vernier.data.Samples;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Model;
import dev.vernier.graph.Node;
import dev.vernier.graph.Opsets;
import dev.vernier.graph.Shape;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.ValueInfo;
import dev.vernier.improve.Effort;
import dev.vernier.model.ModelFile;
import dev.vernier.model.OutputFile;
import dev.vernier.plan.PlanJson;
import dev.vernier.plan.Reason;
import dev.vernier.runner.RunnerOptions;
import dev.vernier.runner.Runners;
import dev.vernier.sensitivity.Budget;
import dev.vernier.sensitivity.LeftInFloat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A product whose input is a thousand times larger in some runs than in others, and whose result is
 * taken relative to it: no fixed scale serves both, one a run does.
 */
class DynamicBudgetTest {

    private static final long SEED = 31;
    private static final int ROWS = 3;
    private static final int WIDTH = 32;

    @TempDir private Path folder;

    private final Random random = new Random(SEED);

    @Test
    void productQuantizesWhatItReadsAsItComes() throws IOException {
        Path model = folder.resolve("model.onnx");
        Path output = folder.resolve("model.int8.onnx");
        Path planned = folder.resolve("plan.json");
        ModelFile.write(model, relativeProduct(), false, OutputFile.Check.NONE);

        QuantizationResult result =
                Quantizer.of(model)
                        .effort(Effort.FAST)
                        .calibrateWith(Samples.of(samples()))
                        .budget(Budget.minSqnr(25))
                        .writeTo(output);

        assertThat(result.budget().orElseThrow().isMet()).isTrue();
        assertThat(result.budget().orElseThrow().left())
                .extracting(LeftInFloat::node, LeftInFloat::dynamic)
                .containsExactly(tuple("relative", true));
        assertThat(result.evaluation().worstSqnr()).isGreaterThanOrEqualTo(25);
        assertThat(result.evaluation().integerShare().integer())
                .isEqualTo(2L * ROWS * WIDTH * WIDTH);
        assertThat(result.plan().nodes())
                .filteredOn(decision -> decision.node().equals("relative"))
                .extracting(decision -> decision.reason())
                .containsExactly(Reason.DYNAMIC_KERNEL);
        assertThat(Runners.optimizedModel(output, RunnerOptions.DEFAULT).graph().nodes())
                .extracting(node -> node.op().name())
                .contains("DynamicQuantizeMatMul");

        Files.writeString(planned, PlanJson.write(result.plan()));
        QuantizationResult again =
                Quantizer.of(model)
                        .planFrom(planned)
                        .calibrateWith(Samples.of(samples()))
                        .writeTo(folder.resolve("again.int8.onnx"));
        assertThat(again.plan()).isEqualTo(result.plan());
    }

    private Model relativeProduct() {
        return Model.of(
                8,
                Graph.builder("relative", Opsets.of(17))
                        .input(ValueInfo.tensor("x", ElementType.FLOAT, Shape.of(1, ROWS, WIDTH)))
                        .input(ValueInfo.tensor("z", ElementType.FLOAT, Shape.of(1, ROWS, WIDTH)))
                        .initializer(weight("w1"))
                        .initializer(weight("w2"))
                        .node(Node.of("relative", "MatMul", List.of("x", "w1"), List.of("h")))
                        .node(Node.of("abs", "Abs", List.of("x"), List.of("a")))
                        .node(Node.of("mean", "ReduceMean", List.of("a"), List.of("m")))
                        .node(Node.of("div", "Div", List.of("h", "m"), List.of("y")))
                        .node(Node.of("plain", "MatMul", List.of("z", "w2"), List.of("v")))
                        .output(ValueInfo.tensor("y", ElementType.FLOAT, Shape.of(1, ROWS, WIDTH)))
                        .output(ValueInfo.tensor("v", ElementType.FLOAT, Shape.of(1, ROWS, WIDTH)))
                        .build());
    }

    private Tensor weight(String name) {
        return Tensor.ofFloats(name, new long[] {WIDTH, WIDTH}, gaussians(WIDTH * WIDTH));
    }

    private List<Sample> samples() {
        Random own = new Random(SEED);
        List<Sample> made = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            long[] shape = {1, ROWS, WIDTH};
            float[] x = new float[ROWS * WIDTH];
            float[] z = new float[x.length];
            for (int k = 0; k < x.length; k++) {
                x[k] = (float) own.nextGaussian() * (i % 2 == 0 ? 1000 : 1);
                z[k] = (float) own.nextGaussian();
            }
            made.add(
                    new Sample(
                            "sample" + i,
                            Map.of(
                                    "x", SampleTensor.ofFloats(shape, x),
                                    "z", SampleTensor.ofFloats(shape, z))));
        }
        return made;
    }

    private float[] gaussians(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
