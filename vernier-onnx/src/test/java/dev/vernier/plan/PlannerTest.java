package dev.vernier.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.calibrator.MinMax;
import dev.vernier.graph.Attribute;
import dev.vernier.graph.Graph;
import dev.vernier.graph.ModelFormatException;
import dev.vernier.graph.Tensor;
import dev.vernier.numeric.Granularity;
import dev.vernier.numeric.QuantizedBias;
import dev.vernier.numeric.Range;
import dev.vernier.statistics.ModelDigest;
import dev.vernier.statistics.StatisticsAccumulator;
import dev.vernier.statistics.StatisticsFile;
import dev.vernier.target.Targets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlannerTest {

    private static final ModelDigest DIGEST = new ModelDigest("ab".repeat(32));

    private static final Graph CONVOLUTION =
            SmallGraphs.withInput(3, 8, 8)
                    .constant("w", 4, 3, 1, 1)
                    .tensor(Tensor.ofFloats("b", new long[] {4}, 0.5f, -1f, 0f, 1e30f))
                    .node("c", "Conv", List.of("x", "w", "b"))
                    .node("y", "Relu", List.of("c"))
                    .output("y", 4, 8, 8);

    @Test
    void activationsGetTheScaleOfTheirRange() {
        QuantizationPlan plan =
                plan(CONVOLUTION, Map.of("x", floats(-1f, 3f), "y", floats(0f, 6f)));

        ActivationPlan x = plan.activation("x");
        assertThat(x.range()).isEqualTo(new Range(-1f, 3f));
        assertThat(x.parameters().scale()).isEqualTo((float) (4.0 / 255));
        assertThat(x.parameters().zeroPoint()).isEqualTo(64);
        assertThat(plan.activation("y").parameters().zeroPoint()).isZero();
    }

    @Test
    void weightScalesLetEveryBiasFit() {
        QuantizationPlan plan =
                plan(CONVOLUTION, Map.of("x", floats(-1f, 3f), "y", floats(0f, 6f)));

        WeightPlan weight = plan.weight("conv0");
        float inputScale = plan.activation("x").parameters().scale();
        float[] scales = new float[4];
        for (int c = 0; c < 4; c++) {
            scales[c] = weight.scales().get(c);
        }
        assertThat(weight.granularity()).isEqualTo(new Granularity.PerChannel(0));
        assertThat(scales[0]).isLessThan(0.01f);
        assertThat(scales[3]).isGreaterThan(1e20f);
        assertThat(
                        QuantizedBias.of(new float[] {0.5f, -1f, 0f, 1e30f}, inputScale, scales)
                                .clamped())
                .isZero();
    }

    @Test
    void nodeThatNoSampleReachedStaysInFloat() {
        QuantizationPlan plan = plan(CONVOLUTION, Map.of("x", floats(-1f, 3f)));

        assertThat(plan.nodes().get(0).reason()).isEqualTo(Reason.NOT_SEEN);
        assertThat(plan.nodes().get(0).detail()).isEqualTo("y");
        assertThat(plan.nodes().get(1).isInteger()).isFalse();
        assertThat(plan.activations()).isEmpty();
        assertThat(plan.weights()).isEmpty();
    }

    @Test
    void concatOfBoxesAndScoresStaysInFloat() {
        assertThat(concat(352f, 1f).reason()).isEqualTo(Reason.MIXED_RANGES);
        assertThat(concat(352f, 1f).detail()).contains("score", "dB");
        assertThat(concat(3f, 1f).reason()).isEqualTo(Reason.JOINING_KERNEL);
    }

    private static NodeDecision concat(float boxes, float scores) {
        Graph graph =
                SmallGraphs.withInput(4, 8, 8)
                        .constant("w", 4, 4, 1, 1)
                        .constant("v", 4, 8, 1, 1)
                        .node("box", "Conv", List.of("x", "w"))
                        .node("score", "Conv", List.of("x", "w"))
                        .node("both", "Concat", List.of("box", "score"), Attribute.of("axis", 1))
                        .node("y", "Conv", List.of("both", "v"))
                        .output("y", 4, 8, 8);
        Map<String, float[]> seen = new LinkedHashMap<>();
        seen.put("x", floats(-1f, 1f));
        seen.put("box", ramp(boxes));
        seen.put("score", ramp(scores));
        seen.put("both", floats(0f, Math.max(boxes, scores)));
        seen.put("y", floats(-1f, 1f));
        return plan(graph, seen).nodes().get(2);
    }

    @Test
    void productThatWouldLoseAPartOfAConcatStaysInFloat() {
        assertThat(behindConcat(352f, 1f).reason()).isEqualTo(Reason.MIXED_RANGES);
        assertThat(behindConcat(352f, 1f).detail()).contains("small would keep", "of both");
        assertThat(behindConcat(3f, 1f).reason()).isEqualTo(Reason.WEIGHTED_KERNEL);
    }

    private static NodeDecision behindConcat(float large, float small) {
        Graph graph =
                SmallGraphs.withInput(4, 8, 8)
                        .constant("v", 4, 8, 1, 1)
                        .node("large", "Exp", List.of("x"))
                        .node("small", "Tanh", List.of("x"))
                        .node("both", "Concat", List.of("large", "small"), Attribute.of("axis", 1))
                        .node("y", "Conv", List.of("both", "v"))
                        .output("y", 4, 8, 8);
        Map<String, float[]> seen = new LinkedHashMap<>();
        seen.put("large", ramp(large));
        seen.put("small", ramp(small));
        seen.put("both", ramp(Math.max(large, small)));
        seen.put("y", floats(-1f, 1f));
        return plan(graph, seen).nodes().get(3);
    }

    @Test
    void weightThatIsNotFiniteIsRefusedByName() {
        Graph graph =
                SmallGraphs.withInput(2)
                        .tensor(Tensor.ofFloats("w", new long[] {2, 2}, 1f, 2f, Float.NaN, 4f))
                        .node("y", "MatMul", List.of("x", "w"))
                        .output("y", 2);

        assertThatThrownBy(() -> plan(graph, Map.of("x", floats(-1f, 3f))))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll("matmul0", "initializer=w", "element=2 (NaN)");
    }

    @Test
    void samePlanFromJsonAndTheSameBytes() {
        QuantizationPlan plan =
                plan(CONVOLUTION, Map.of("x", floats(-1f, 3f), "y", floats(0f, 6f)));

        String json = PlanJson.write(plan);

        assertThat(PlanJson.read(json)).isEqualTo(plan);
        assertThat(PlanJson.write(PlanJson.read(json))).isEqualTo(json);
    }

    @Test
    void brokenPlanIsRefusedWithItsPlace() {
        String json =
                PlanJson.write(
                        plan(CONVOLUTION, Map.of("x", floats(-1f, 3f), "y", floats(0f, 6f))));

        assertThatThrownBy(() -> PlanJson.read("{"))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("plan must be JSON");
        assertThatThrownBy(() -> PlanJson.read(json.replace("\"schemaVersion\" : 1", "\"a\" : 1")))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("plan.schemaVersion must be an integer");
        assertThatThrownBy(() -> PlanJson.read(json.replace("weighted-kernel", "magic")))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("plan.nodes[0].rule must be a known rule; found=magic");
        assertThatThrownBy(() -> PlanJson.read(json.replace("uint8", "float8")))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("plan.activations.x.type must be an integer type");
    }

    @Test
    void excludedNodesStayInFloat() {
        StatisticsFile seen = statistics(Map.of("x", floats(-1f, 3f), "y", floats(0f, 6f)));
        Exclusions exclusions = Exclusions.of(List.of("conv0"), Reason.SENSITIVE, "3 dB");

        QuantizationPlan plan =
                new Planner(CONVOLUTION, Targets.ONNXRUNTIME_CPU, seen, new MinMax(), exclusions)
                        .plan();

        assertThat(plan.integerNodes()).isEmpty();
        assertThat(plan.nodes().get(0).reason()).isEqualTo(Reason.SENSITIVE);
        assertThat(plan.nodes().get(0).detail()).isEqualTo("3 dB");
        assertThatThrownBy(
                        () ->
                                Placement.of(
                                        CONVOLUTION,
                                        Targets.ONNXRUNTIME_CPU,
                                        exclusions.with("konv", Reason.EXCLUDED, "")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unknown=[konv]");
    }

    private static QuantizationPlan plan(Graph graph, Map<String, float[]> seen) {
        return new Planner(graph, Targets.ONNXRUNTIME_CPU, statistics(seen), new MinMax()).plan();
    }

    private static StatisticsFile statistics(Map<String, float[]> seen) {
        StatisticsAccumulator accumulator = new StatisticsAccumulator();
        accumulator.begin("sample");
        seen.forEach(accumulator::add);
        return accumulator.statistics(DIGEST);
    }

    private static float[] floats(float... values) {
        return values;
    }

    /** Evenly spread over (0, end]. */
    private static float[] ramp(float end) {
        float[] values = new float[1000];
        for (int i = 0; i < values.length; i++) {
            values[i] = end * (i + 1) / values.length;
        }
        return values;
    }
}
