package dev.vernier.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.calibrator.MinMax;
import dev.vernier.diff.Difference.Placement;
import dev.vernier.diff.Difference.Text;
import dev.vernier.diff.Difference.Weight;
import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphEdit;
import dev.vernier.graph.Model;
import dev.vernier.graph.Tensor;
import dev.vernier.model.Weights;
import dev.vernier.plan.Exclusions;
import dev.vernier.plan.Planner;
import dev.vernier.plan.QuantizationPlan;
import dev.vernier.plan.Reason;
import dev.vernier.plan.SmallGraphs;
import dev.vernier.rewrite.Rewrite;
import dev.vernier.statistics.ModelDigest;
import dev.vernier.statistics.StatisticsAccumulator;
import dev.vernier.statistics.StatisticsFile;
import dev.vernier.target.Targets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DifferenceTest {

    private static final Graph GRAPH =
            SmallGraphs.withInput(16)
                    .constant("w", 16, 8)
                    .constant("v", 8, 4)
                    .node("h", "MatMul", List.of("x", "w"))
                    .node("y", "MatMul", List.of("h", "v"))
                    .output("y", 4);

    private static final StatisticsFile SEEN = seen(3f);

    @Test
    void nothingDiffersFromItself() {
        QuantizationPlan plan = plan(SEEN, Exclusions.NONE);

        assertThat(Difference.of(plan, plan).isEmpty()).isTrue();
        assertThat(Difference.of(model(plan), model(plan)).isEmpty()).isTrue();
        assertThat(Difference.of(SEEN, SEEN).isEmpty()).isTrue();
    }

    @Test
    void nodeLeftInFloatIsAnotherPlacementInPlanAndModel() {
        QuantizationPlan all = plan(SEEN, Exclusions.NONE);
        QuantizationPlan less =
                plan(SEEN, Exclusions.of(List.of("matmul1"), Reason.EXCLUDED, "by hand"));

        Difference plans = Difference.of(all, less);
        Difference models = Difference.of(model(all), model(less));

        assertThat(plans.placement())
                .containsExactly(
                        new Placement(
                                "matmul1",
                                "MatMul",
                                "integer (weighted-kernel)",
                                "float (excluded)"));
        assertThat(plans.scales())
                .extracting(Text::name, Text::second)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("h", "-"));
        assertThat(models.placement())
                .containsExactly(new Placement("matmul1", "MatMul", "integer", "float"));
        assertThat(models.weights()).hasSize(1);
        Weight v = models.weights().get(0);
        assertThat(v.tensor()).isEqualTo("v");
        assertThat(v.first()).isEqualTo("int8 on 4 scales");
        assertThat(v.second()).isEqualTo("float");
        assertThat(v.elements()).isEqualTo(32);
        assertThat(v.changed()).isBetween(24L, 32L); // rounding moves nearly all of them
        assertThat(Math.abs(v.largest())).isBetween(1e-4, 0.5 / 127);
    }

    @Test
    void otherRangeIsAnotherScale() {
        Difference difference =
                Difference.of(plan(SEEN, Exclusions.NONE), plan(seen(6f), Exclusions.NONE));

        assertThat(difference.placement()).isEmpty();
        assertThat(difference.scales())
                .containsExactly(
                        new Text(
                                "x",
                                "uint8 " + 4f / 255 + " zero 64",
                                "uint8 " + 7f / 255 + " zero 36"));
        assertThat(Difference.of(SEEN, seen(6f)).scales())
                .containsExactly(new Text("x", "-1.0 to 3.0 of 4", "-1.0 to 6.0 of 4"));
    }

    @Test
    void changedWeightIsCountedWithItsLargestChange() {
        float[] values = Weights.floats(GRAPH.constant("w").orElseThrow());
        values[3] += 0.25f;
        values[7] -= 0.5f;
        Graph changed =
                new GraphEdit()
                        .initializer(Tensor.ofFloats("w", new long[] {16, 8}, values))
                        .applyTo(GRAPH);

        Difference difference = Difference.of(Model.of(8, GRAPH), Model.of(8, changed));

        assertThat(difference.weights())
                .containsExactly(new Weight("w", "float", "float", 128, 2, -0.5, 0));
    }

    @Test
    void metadataAndWhatOnlyOneSideHas() {
        Graph more =
                SmallGraphs.withInput(16)
                        .constant("w", 16, 8)
                        .constant("v", 8, 4)
                        .constant("z", 4)
                        .node("h", "MatMul", List.of("x", "w"))
                        .node("a", "MatMul", List.of("h", "v"))
                        .node("y", "Add", List.of("a", "z"))
                        .output("y", 4);
        Difference difference =
                Difference.of(
                        Model.of(8, GRAPH),
                        Model.of(9, more).withMetadata(Map.of("made.by", "hand")));

        assertThat(difference.placement())
                .containsExactly(new Placement("add2", "Add", "-", "float"));
        assertThat(difference.weights()).containsExactly(new Weight("z", "-", "float", 4, 0, 0, 0));
        assertThat(difference.facts())
                .containsExactly(new Text("irVersion", "8", "9"), new Text("made.by", "-", "hand"));
    }

    private static Model model(QuantizationPlan plan) {
        return Model.of(8, Rewrite.rewrite(GRAPH, plan, Targets.named("avx512_vnni")));
    }

    private static QuantizationPlan plan(StatisticsFile seen, Exclusions exclusions) {
        return new Planner(GRAPH, Targets.named("avx512_vnni"), seen, new MinMax(), exclusions)
                .plan();
    }

    private static StatisticsFile seen(float largest) {
        StatisticsAccumulator accumulator = new StatisticsAccumulator();
        accumulator.begin("sample");
        accumulator.add("x", new float[] {-1f, 0f, 1f, largest});
        accumulator.add("h", new float[] {-2f, 0f, 1f, 2f});
        return accumulator.statistics(new ModelDigest("0".repeat(64)));
    }
}
