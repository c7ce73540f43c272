package dev.vernier.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.calibrator.MinMax;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Tensor;
import dev.vernier.model.Weights;
import dev.vernier.numeric.IntegerType;
import dev.vernier.numeric.Range;
import dev.vernier.rewrite.Rewrite;
import dev.vernier.statistics.ModelDigest;
import dev.vernier.statistics.StatisticsAccumulator;
import dev.vernier.statistics.StatisticsFile;
import dev.vernier.target.Target;
import dev.vernier.target.TargetJson;
import dev.vernier.target.Targets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OverridesTest {

    /** Conv, Relu, Reshape (moved), MatMul, and a Tanh that stays in float. */
    private static final Graph GRAPH =
            SmallGraphs.withInput(3, 2, 2)
                    .constant("w", 4, 3, 1, 1)
                    .constant("m", 16, 5)
                    .tensor(Tensor.ofLongs("shape", new long[] {2}, 0, -1))
                    .node("c", "Conv", List.of("x", "w"))
                    .node("r", "Relu", List.of("c"))
                    .node("f", "Reshape", List.of("r", "shape"))
                    .node("p", "MatMul", List.of("f", "m"))
                    .node("y", "Tanh", List.of("p"))
                    .output("y", 5);

    private static final Target WIDE =
            TargetJson.read(
                    """
                    {"schemaVersion": 1, "name": "wide", "extends": "portable-cpu",
                     "minimumOpset": 21,
                     "wideActivations": {"types": ["uint16"], "operators": ["MatMul", "Reshape"]}}
                    """);

    @Test
    void givenRangeTakesThePlaceOfTheCalibratedOne() {
        QuantizationPlan plan = plan(Targets.PORTABLE_CPU, "x=range=-2:6");

        assertThat(plan.activation("x").range()).isEqualTo(new Range(-2f, 6f));
        assertThat(plan.activation("x").calibrator()).isEqualTo("override range");
        assertThat(plan.activation("x").isGiven()).isTrue();
        assertThat(plan.activation("r").isGiven()).isFalse();
    }

    @Test
    void symmetricValueHasItsZeroInTheMiddle() {
        QuantizationPlan plan = plan(Targets.PORTABLE_CPU, "x=symmetry=symmetric");

        assertThat(plan.activation("x").parameters().zeroPoint()).isEqualTo(128);
        assertThat(plan.activation("x").parameters().scale()).isEqualTo(3f / 127);
    }

    @Test
    void calibratorOfItsOwn() {
        QuantizationPlan plan = plan(Targets.PORTABLE_CPU, "x=calibrator=percentile:50");

        assertThat(plan.activation("x").calibrator()).startsWith("override percentile");
        assertThat(plan.activation("x").range().max()).isLessThan(3f);
    }

    @Test
    void whatIsMovedFollowsTheOverriddenValue() {
        QuantizationPlan plan = plan(Targets.PORTABLE_CPU, "r=range=0:9");

        assertThat(plan.activation("f").range()).isEqualTo(new Range(0f, 9f));
        assertThat(plan.activation("f").calibrator()).isEqualTo("as r");
    }

    @Test
    void sixteenBitsGoWhereTheTargetHasAKernel() {
        Graph product =
                SmallGraphs.withInput(16)
                        .constant("m", 16, 5)
                        .node("p", "MatMul", List.of("x", "m"))
                        .output("p", 5);
        QuantizationPlan plan = plan(product, WIDE, "x=type=uint16");

        assertThat(plan.activation("x").parameters().type()).isEqualTo(IntegerType.UINT16);
        assertThat(plan.activation("x").parameters().scale()).isEqualTo((float) (4.0 / 65535));
        assertThat(plan.minimumOpset()).isEqualTo(21);
        assertThat(PlanJson.read(PlanJson.write(plan))).isEqualTo(plan);
        Graph rewritten = Rewrite.rewrite(product, plan, WIDE);
        assertThat(Weights.longs(rewritten.constant("x_zero_point").orElseThrow()))
                .containsExactly(16384);
    }

    @Test
    void nodeWithoutA16BitKernelGoesBackToFloat() {
        assertThatThrownBy(() -> plan(WIDE, "x=type=uint16"))
                .isInstanceOf(SelectionException.class)
                .hasMessage(
                        "override must leave a node that computes in integers; tensor=x,"
                                + " in float=[conv0 ([x, r] are [uint16, uint8])]");
        Graph both =
                SmallGraphs.withInput(16)
                        .constant("m", 16, 5)
                        .constant("v", 5, 16)
                        .node("p", "MatMul", List.of("x", "m"))
                        .node("g", "Gemm", List.of("x", "m"))
                        .node("s", "Add", List.of("p", "g"))
                        .output("s", 5);

        assertThat(plan(both, WIDE, "x=type=uint16").nodes())
                .filteredOn(node -> node.node().equals("gemm1"))
                .first()
                .matches(node -> node.reason() == Reason.NO_WIDE_KERNEL);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "xx=range=0:1 | override must name a value that is quantized; tensor=xx, near names=[x, ",
                "y=range=0:1 | a value that is quantized, and this one stays in float; tensor=y",
                "w=range=0:1 | and this is a constant, whose scales the plan file has; tensor=w",
                "f=range=0:1 | override must name the value whose scale is taken over, r; tensor=f",
                "r=range=-1:1 | override of a value behind relu1 must be affine and begin at 0",
                "r=symmetry=symmetric | override of a value behind relu1 must be affine and begin at 0",
                "x=type=uint16 | must be one that target portable-cpu computes with: [uint8]; tensor=x, type=uint16; --exclude leaves",
            })
    void whatCannotBeIsRefusedWithWhatToNameInstead(String override, String message) {
        assertThatThrownBy(() -> plan(Targets.PORTABLE_CPU, override))
                .isInstanceOf(SelectionException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"g=range=0:0.5", "g=symmetry=symmetric", "g=calibrator=min-max"})
    void whatAKernelCutsOffAtHasItsOwnRange(String override) {
        Graph curve =
                SmallGraphs.withInput(3, 2, 2)
                        .constant("w", 3, 3, 1, 1)
                        .node("p", "Conv", List.of("x", "w"))
                        .node("g", "HardSigmoid", List.of("p"))
                        .node("s", "Conv", List.of("g", "w"))
                        .output("s", 3, 2, 2);
        ActivationPlan planned = plan(curve, Targets.PORTABLE_CPU).activation("g");

        assertThat(planned.range()).isEqualTo(new Range(0, 1));
        assertThat(planned.calibrator()).isEqualTo("exact");
        assertThat(planned.isGiven()).isTrue();
        assertThatThrownBy(() -> plan(curve, Targets.PORTABLE_CPU, override))
                .isInstanceOf(SelectionException.class)
                .hasMessageContaining("must not choose a range where the integer kernel cuts off")
                .hasMessageContaining("tensor=g; --exclude");
    }

    @Test
    void affineValueIsRefusedWhereZeroPointsAreZero() {
        assertThatThrownBy(() -> plan(Targets.TENSORRT, "f=symmetry=affine"))
                .hasMessageContaining("must be symmetric for target tensorrt; tensor=f");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x | override must be TENSOR=KEY=VALUE,... with keys of range, type, symmetry, calibrator; override=x",
                "x=rnge=1:2 | key of an override must be one of range, type, symmetry, calibrator; found=rnge, near names=[range,",
                "x=range=1:2,range=1:3 | key of an override must be given once; found=range",
                "x=range=3 | range of an override must be MIN:MAX, finite and in order; range=3",
                "x=range=3:1 | range of an override must be MIN:MAX, finite and in order; range=3:1",
                "x=range=0:Infinity | range of an override must be MIN:MAX, finite",
                "x=type=int7 | type of an override must be one of uint8, int8, uint16, int16; type=int7",
                "x=symmetry=no | symmetry of an override must be affine or symmetric; symmetry=no",
                "x=calibrator=best | calibrator of an override must be one that --calibrator takes; calibrator=best",
                "x=range=0:1,calibrator=entropy | override must have a range or a calibrator, not both; tensor=x",
            })
    void whatCannotBeReadIsToldWithWhatIsAllowed(String text, String message) {
        assertThatThrownBy(() -> TensorOverride.parse(text))
                .isInstanceOf(SelectionException.class)
                .hasMessageContaining(message);
    }

    @Test
    void nameMayHaveEqualSignsAndCommas() {
        TensorOverride override = TensorOverride.parse("/a=1,b/x:0=range=-1:1,type=int8");

        assertThat(override.value()).isEqualTo("/a=1,b/x:0");
        assertThat(override.type()).contains(IntegerType.INT8);
    }

    private static QuantizationPlan plan(Target target, String... overrides) {
        return plan(GRAPH, target, overrides);
    }

    private static QuantizationPlan plan(Graph graph, Target target, String... overrides) {
        StatisticsAccumulator accumulator = new StatisticsAccumulator();
        accumulator.begin("sample");
        Map.of("x", -1f, "r", 0f, "f", 0f, "p", -2f, "g", -2f, "s", -3f)
                .forEach((name, min) -> accumulator.add(name, new float[] {min, 0f, 1f, 3f}));
        StatisticsFile seen = accumulator.statistics(new ModelDigest("0".repeat(64)));
        Overrides fixed = Overrides.of(Stream.of(overrides).map(TensorOverride::parse).toList());
        return new Planner(graph, target, seen, new MinMax(), Exclusions.NONE, fixed).plan();
    }
}
