package dev.vernier.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.calibrator.MinMax;
import dev.vernier.graph.Attribute;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Tensor;
import dev.vernier.statistics.ModelDigest;
import dev.vernier.statistics.StatisticsAccumulator;
import dev.vernier.target.Target;
import dev.vernier.target.Targets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScaleGrowthTest {

    private static final Target EXACT = Targets.named("avx512_vnni");
    private static final Target SATURATING = Targets.named("avx2");

    /** Column 0 has two strong neighbours, column 1 strong ones that are no neighbours. */
    private static final Graph PRODUCT =
            SmallGraphs.withInput(5, 4)
                    .tensor(Tensor.ofFloats("w", new long[] {4, 2}, 1f, 1f, 1f, 0f, 0f, 0f, 0f, 1f))
                    .node("y", "MatMul", List.of("x", "w"))
                    .output("y", 5, 2);

    @Test
    void onlyWhereNeighboursOverflowAndProductsSaturate() {
        WeightPlan exact = plan(PRODUCT, EXACT).weight("matmul0");
        WeightPlan saturating = plan(PRODUCT, SATURATING).weight("matmul0");

        assertThat(exact.scales()).containsExactly(1f / 127, 1f / 127);
        assertThat(exact.growth()).isEmpty();
        assertThat(saturating.scales()).containsExactly(2f / 127, 1f / 127);
        assertThat(saturating.growth()).contains(new ScaleGrowth(1, 2f));
    }

    @Test
    void convolutionHasInputChannelsInnermost() {
        WeightPlan weight =
                plan(convolution(
                                1,
                                2,
                                2,
                                Tensor.ofFloats("w", new long[] {1, 2, 2, 1}, 1, 1, -1, -1)))
                        .weight("conv0");
        WeightPlan strong =
                plan(convolution(
                                1,
                                2,
                                2,
                                Tensor.ofFloats("w", new long[] {1, 2, 2, 1}, 1, -1, 1, -1)))
                        .weight("conv0");

        assertThat(weight.growth()).isEmpty();
        assertThat(strong.scales()).containsExactly(2f / 127);
    }

    @Test
    void depthwiseConvolutionDoesNotGrow() {
        Tensor ones = Tensor.ofFloats("w", new long[] {2, 1, 2, 1}, 1, 1, 1, 1);

        assertThat(plan(convolution(2, 2, 2, ones)).weight("conv0").growth()).isEmpty();
        assertThat(plan(convolution(1, 1, 2, ones)).weight("conv0").growth()).isPresent();
    }

    @Test
    void growthIsInThePlanFile() {
        QuantizationPlan plan = plan(PRODUCT, SATURATING);

        String json = PlanJson.write(plan);

        assertThat(json).contains("\"grown\" : {", "\"channels\" : 1", "\"meanFactor\" : 2.0");
        assertThat(PlanJson.read(json)).isEqualTo(plan);
    }

    private static Graph convolution(int group, int inputs, int height, Tensor weight) {
        long outputs = weight.dimensions().get(0);
        return SmallGraphs.withInput(inputs, height, 1)
                .tensor(weight)
                .node("y", "Conv", List.of("x", "w"), Attribute.of("group", group))
                .output("y", outputs, 1, 1);
    }

    private static QuantizationPlan plan(Graph graph) {
        return plan(graph, SATURATING);
    }

    private static QuantizationPlan plan(Graph graph, Target target) {
        StatisticsAccumulator accumulator = new StatisticsAccumulator();
        accumulator.begin("sample");
        Placement.of(graph, target)
                .watched()
                .forEach(value -> accumulator.add(value, new float[] {-1f, 3f}));
        return new Planner(
                        graph,
                        target,
                        accumulator.statistics(new ModelDigest("ab".repeat(32))),
                        new MinMax())
                .plan();
    }
}
