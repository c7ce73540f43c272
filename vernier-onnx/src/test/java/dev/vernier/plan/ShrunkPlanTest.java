package dev.vernier.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.vernier.calibrator.MinMax;
import dev.vernier.graph.Attribute;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.graph.Shape;
import dev.vernier.graph.ValueInfo;
import dev.vernier.statistics.ModelDigest;
import dev.vernier.statistics.StatisticsAccumulator;
import dev.vernier.target.FloatType;
import dev.vernier.target.Target;
import dev.vernier.target.Targets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShrunkPlanTest {

    private static final Target TARGET = Targets.ONNXRUNTIME_CPU;

    private static final Graph TWO_LAYERS =
            SmallGraphs.withInput(3, 8, 8)
                    .constant("w", 4, 3, 1, 1)
                    .constant("v", 4, 4, 1, 1)
                    .node("a", "Conv", List.of("x", "w"))
                    .node("y", "Conv", List.of("a", "v"))
                    .output("y", 4, 8, 8);

    private static final QuantizationPlan PLAN = plan();

    @Test
    void nodeLeavesWithItsScalesAndTheRestKeepsTheirs() {
        QuantizationPlan shrunk =
                new ShrunkPlan(TWO_LAYERS, TARGET, PLAN)
                        .without(Map.of("conv1", "tried"), Map.of());

        assertThat(shrunk.nodes().get(0).isInteger()).isTrue();
        assertThat(shrunk.nodes().get(1).reason()).isEqualTo(Reason.SENSITIVE);
        assertThat(shrunk.weights()).containsOnlyKeys("conv0");
        assertThat(shrunk.weight("conv0")).isEqualTo(PLAN.weight("conv0"));
        assertThat(shrunk.activations()).doesNotContainKey("y");
        assertThat(shrunk.activation("x")).isEqualTo(PLAN.activation("x"));
    }

    @Test
    void headOfThePlanStays() {
        QuantizationPlan shrunk =
                new ShrunkPlan(TWO_LAYERS, TARGET, PLAN)
                        .without(Map.of("conv1", "tried"), Map.of());

        assertThat(shrunk.target()).isEqualTo(PLAN.target());
        assertThat(shrunk.modelSha256()).isEqualTo(PLAN.modelSha256());
        assertThat(shrunk.remainder()).isEqualTo(FloatType.FLOAT16);
        assertThat(shrunk.improved()).isEqualTo(PLAN.improved());
    }

    @Test
    void planWithNothingTakenOutIsThePlan() {
        ShrunkPlan shrunk = new ShrunkPlan(TWO_LAYERS, TARGET, PLAN);

        assertThat(shrunk.without(Map.of(), Map.of())).isEqualTo(PLAN);
        assertThat(shrunk.again()).isEqualTo(PLAN);
    }

    @Test
    void whatABodyLeftInFloatStaysThere() {
        Graph otherwise =
                SmallGraphs.withInput(3, 8, 8)
                        .constant("u", 4, 3, 1, 1)
                        .node("z", "Conv", List.of("x", "u"))
                        .output("z", 4, 8, 8)
                        .toBuilder()
                        .inputs(List.of())
                        .nodes(List.of(conv("unseen", "u", "z")))
                        .build();
        Graph branches =
                TWO_LAYERS.toBuilder()
                        .input(ValueInfo.tensor("on", ElementType.BOOL, Shape.of()))
                        .initializers(List.of())
                        .nodes(
                                List.of(
                                        Node.of(
                                                "if",
                                                "If",
                                                List.of("on"),
                                                List.of("result"),
                                                new Attribute.GraphValue(
                                                        "then_branch",
                                                        TWO_LAYERS.toBuilder()
                                                                .inputs(List.of())
                                                                .build()),
                                                new Attribute.GraphValue(
                                                        "else_branch", otherwise))))
                        .build();

        QuantizationPlan shrunk =
                new ShrunkPlan(branches, TARGET, plan(branches))
                        .without(Map.of("conv1", "tried"), Map.of());

        assertThat(shrunk.nodes())
                .extracting(NodeDecision::node, NodeDecision::reason)
                .contains(
                        tuple("conv0", Reason.WEIGHTED_KERNEL),
                        tuple("conv1", Reason.SENSITIVE),
                        tuple("unseen", Reason.NOT_SEEN));
    }

    private static Node conv(String name, String weight, String output) {
        return Node.of(name, "Conv", List.of("x", weight), List.of(output));
    }

    private static QuantizationPlan plan() {
        return plan(TWO_LAYERS);
    }

    private static QuantizationPlan plan(Graph graph) {
        StatisticsAccumulator seen = new StatisticsAccumulator();
        seen.begin("sample");
        for (String value : List.of("x", "a", "y")) {
            seen.add(value, new float[] {-1f, 3f});
        }
        ImprovedModel improved =
                new ImprovedModel("plan.improved.onnx", "cd".repeat(32), List.of("rounding"));
        return new Planner(
                        graph,
                        TARGET,
                        seen.statistics(new ModelDigest("ab".repeat(32))),
                        new MinMax())
                .plan()
                .withRemainder(FloatType.FLOAT16)
                .withImproved(improved);
    }
}
