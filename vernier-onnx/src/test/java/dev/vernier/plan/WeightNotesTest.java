package dev.vernier.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.calibrator.MinMax;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Tensor;
import dev.vernier.statistics.ModelDigest;
import dev.vernier.statistics.StatisticsAccumulator;
import dev.vernier.target.Target;
import dev.vernier.target.Targets;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeightNotesTest {

    private static final Target TARGET = Targets.named("avx512_vnni");

    /** Two channels of one weight each, and their biases. */
    private static List<String> notes(float one, float other, float bias) {
        Graph graph =
                SmallGraphs.withInput(1, 2, 2)
                        .tensor(Tensor.ofFloats("w", new long[] {2, 1, 1, 1}, one, other))
                        .tensor(Tensor.ofFloats("b", new long[] {2}, 0.25f, bias))
                        .node("y", "Conv", List.of("x", "w", "b"))
                        .output("y", 2, 2, 2);
        StatisticsAccumulator seen = new StatisticsAccumulator();
        seen.begin("sample");
        Placement.of(graph, TARGET)
                .watched()
                .forEach(value -> seen.add(value, new float[] {-1f, 3f}));
        QuantizationPlan plan =
                new Planner(
                                graph,
                                TARGET,
                                seen.statistics(new ModelDigest("ab".repeat(32))),
                                new MinMax())
                        .plan();
        assertThat(plan.weights()).containsKey("conv0");
        return WeightNotes.of(graph, plan);
    }

    @Test
    void nothingIsSaidOfOrdinaryWeights() {
        assertThat(notes(0.5f, -0.25f, 100)).isEmpty();
        assertThat(notes(127, -127, 0)).as("scale 1").isEmpty();
    }

    @Test
    void zerosAndDenormalsAreDead() {
        assertThat(notes(0.5f, 0, 1))
                .containsExactly(
                        "zero or denormal throughout: 1 of 2 slices of 'w' (node conv0)"
                                + " [dead-weights]");
        assertThat(notes(0, 1e-42f, 0)).singleElement().asString().contains("2 of 2 slices");
    }

    @Test
    void largeBiasIsTold() {
        assertThat(notes(0.5f, 0.5f, -1e20f))
                .containsExactly(
                        "scales raised for biases that int32 could not hold: 1 of 2 slices of 'w'"
                                + " (node conv0) [large-bias]");
    }

    @Test
    void deadWeightsWithALargeBiasAreBoth() {
        assertThat(notes(0.5f, 0, 1e20f))
                .hasSize(2)
                .anyMatch(note -> note.endsWith("[dead-weights]"))
                .anyMatch(note -> note.endsWith("[large-bias]"));
    }
}
