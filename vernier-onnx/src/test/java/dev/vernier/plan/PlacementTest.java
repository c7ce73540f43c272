package dev.vernier.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.graph.Attribute;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Tensor;
import dev.vernier.target.Target;
import dev.vernier.target.Targets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlacementTest {

    @Test
    void convolutionTakesTheReluBehindIt() {
        Graph graph =
                SmallGraphs.withInput(3, 8, 8)
                        .constant("w", 4, 3, 3, 3)
                        .constant("b", 4)
                        .node("c", "Conv", List.of("x", "w", "b"))
                        .node("y", "Relu", List.of("c"))
                        .output("y", 4, 6, 6);

        Placement placement = place(graph);

        assertThat(rules(placement))
                .containsExactly(
                        Map.entry("conv0", "weighted-kernel"),
                        Map.entry("relu1", "clipped-by-range"));
        assertThat(placement.decisions().get(0).quantizedOutput()).contains("y");
        assertThat(placement.watched()).containsExactly("x", "y");
    }

    @Test
    void reluWithASecondReaderOfItsInputStays() {
        Graph graph =
                SmallGraphs.withInput(3, 8, 8)
                        .constant("w", 4, 3, 1, 1)
                        .node("c", "Conv", List.of("x", "w"))
                        .node("r", "Relu", List.of("c"))
                        .node("y", "Sub", List.of("c", "r"))
                        .output("y", 4, 8, 8);

        assertThat(rules(place(graph)))
                .containsExactly(
                        Map.entry("conv0", "weighted-kernel"),
                        Map.entry("relu1", "not-clipped-by-range"),
                        Map.entry("sub2", "no-integer-kernel"));
    }

    @Test
    void clipDisappearsOnlyIfItCutsAtZero() {
        assertThat(rules(place(clipped(0f, 6f)))).containsEntry("clip1", "clipped-by-range");
        assertThat(rules(place(clipped(-1f, 1f)))).containsEntry("clip1", "not-clipped-by-range");
    }

    @Test
    void hardSwishBetweenConvolutionsRunsInIntegers() {
        Graph graph = swish(0.2f);

        assertThat(rules(place(graph)))
                .containsEntry("hardsigmoid1", "joining-kernel")
                .containsEntry("mul2", "joining-kernel");
        assertThat(rules(Placement.of(graph, Targets.TENSORRT)))
                .containsEntry("hardsigmoid1", "no-integer-kernel");
    }

    @Test
    void hardSigmoidThatFallsOrHardlyRisesStays() {
        for (float slope : new float[] {-0.2f, 0, 1e-9f, Float.NaN}) {
            assertThat(rules(place(swish(slope))))
                    .containsEntry("hardsigmoid1", "no-integer-kernel")
                    .containsEntry("mul2", "float-input");
        }
    }

    private static Graph swish(float slope) {
        return SmallGraphs.withInput(3, 8, 8)
                .constant("w", 3, 3, 1, 1)
                .node("c", "Conv", List.of("x", "w"))
                .node("g", "HardSigmoid", List.of("c"), Attribute.of("alpha", slope))
                .node("m", "Mul", List.of("c", "g"))
                .node("y", "Conv", List.of("m", "w"))
                .output("y", 3, 8, 8);
    }

    @Test
    void factorsRunInIntegersWhereAGridMeetsThem() {
        assertThat(rules(place(multiplied("Mul", 1f, 0.2f, 0.4f))))
                .containsEntry("mul1", "joining-kernel");
        assertThat(rules(place(multiplied("Mul", 1f, 0.001f, 0.4f))))
                .containsEntry("mul1", "constant-operand");
        assertThat(rules(place(multiplied("Add", 1f, 0.2f, 0.4f))))
                .containsEntry("add1", "constant-operand");
    }

    private static Graph multiplied(String operator, float... factors) {
        return SmallGraphs.withInput(3, 8, 8)
                .constant("w", 3, 3, 1, 1)
                .tensor(Tensor.ofFloats("f", new long[] {3, 1, 1}, factors))
                .node("c", "Conv", List.of("x", "w"))
                .node("m", operator, List.of("f", "c"))
                .node("y", "Conv", List.of("m", "w"))
                .output("y", 3, 8, 8);
    }

    private static Graph clipped(float lower, float upper) {
        return SmallGraphs.withInput(3, 8, 8)
                .constant("w", 4, 3, 1, 1)
                .tensor(Tensor.ofFloats("lower", new long[0], lower))
                .tensor(Tensor.ofFloats("upper", new long[0], upper))
                .node("c", "Conv", List.of("x", "w"))
                .node("y", "Clip", List.of("c", "lower", "upper"))
                .output("y", 4, 8, 8);
    }

    @Test
    void residualAddJoinsIntegersOnBothSides() {
        Graph graph =
                SmallGraphs.withInput(4, 8, 8)
                        .constant("w", 4, 4, 1, 1)
                        .node("c", "Conv", List.of("x", "w"))
                        .node("d", "Conv", List.of("c", "w"))
                        .node("a", "Add", List.of("c", "d"))
                        .node("y", "Conv", List.of("a", "w"))
                        .output("y", 4, 8, 8);

        assertThat(rules(place(graph))).containsEntry("add2", "joining-kernel");
    }

    @Test
    void addWithAFloatInputStays() {
        Graph graph =
                SmallGraphs.withInput(4, 8, 8)
                        .constant("w", 4, 4, 1, 1)
                        .node("t", "Tanh", List.of("x"))
                        .node("d", "Conv", List.of("x", "w"))
                        .node("a", "Add", List.of("t", "d"))
                        .node("y", "Conv", List.of("a", "w"))
                        .output("y", 4, 8, 8);

        assertThat(rules(place(graph))).containsEntry("add2", "float-input");
    }

    @Test
    void addWhoseSumNobodyReadsInIntegersStays() {
        Graph graph =
                SmallGraphs.withInput(4, 8, 8)
                        .constant("w", 4, 4, 1, 1)
                        .node("c", "Conv", List.of("x", "w"))
                        .node("d", "Conv", List.of("c", "w"))
                        .node("y", "Add", List.of("c", "d"))
                        .output("y", 4, 8, 8);

        assertThat(rules(place(graph))).containsEntry("add2", "float-output");
    }

    @Test
    void poolBetweenConvolutionsKeepsTheScaleBeforeIt() {
        Graph graph =
                SmallGraphs.withInput(4, 8, 8)
                        .constant("w", 4, 4, 1, 1)
                        .node("c", "Conv", List.of("x", "w"))
                        .node("p", "MaxPool", List.of("c"), Attribute.ofInts("kernel_shape", 2, 2))
                        .node("y", "Conv", List.of("p", "w"))
                        .output("y", 4, 7, 7);

        Placement placement = place(graph);

        assertThat(rules(placement)).containsEntry("maxpool1", "moved");
        assertThat(placement.scaleSource("p")).isEqualTo("c");
        assertThat(placement.watched()).containsExactly("x", "c", "y");
    }

    @Test
    void productsWithoutAConstantRightSideStay() {
        Graph graph =
                SmallGraphs.withInput(4, 4)
                        .constant("w", 4, 4)
                        .node("a", "MatMul", List.of("x", "x"))
                        .node("y", "MatMul", List.of("w", "a"))
                        .output("y", 4, 4);

        assertThat(rules(place(graph)))
                .containsExactly(
                        Map.entry("matmul0", "no-constant-weight"),
                        Map.entry("matmul1", "constant-left"));
    }

    /** Nothing runs of it, so there is no range to see. */
    @Test
    void productOfTwoConstantsStays() {
        Graph graph =
                SmallGraphs.withInput(4, 4)
                        .constant("v", 4, 4)
                        .constant("w", 4, 4)
                        .node("a", "MatMul", List.of("v", "w"))
                        .node("y", "Add", List.of("x", "a"))
                        .output("y", 4, 4);

        for (Target target : List.of(Targets.ONNXRUNTIME_CPU, Targets.TENSORRT)) {
            Placement placement = Placement.of(graph, target);

            assertThat(rules(placement)).containsEntry("matmul0", "constant-left");
            assertThat(placement.watched()).isEmpty();
        }
    }

    @Test
    void constantThatIsReshapedIsNotWatched() {
        Graph graph =
                SmallGraphs.withInput(4, 4)
                        .constant("v", 16)
                        .constant("rows", 2)
                        .constant("w", 4, 4)
                        .node("r", "Reshape", List.of("v", "rows"))
                        .node("a", "MatMul", List.of("r", "w"))
                        .node("y", "Add", List.of("x", "a"))
                        .output("y", 4, 4);

        Placement placement = place(graph);

        assertThat(rules(placement)).containsEntry("reshape0", "float-input");
        assertThat(placement.watched()).containsExactly("r");
    }

    @Test
    void productReadsIntegersAndWritesFloat() {
        Graph graph =
                SmallGraphs.withInput(5, 4)
                        .constant("w", 4, 4)
                        .node("y", "MatMul", List.of("x", "w"))
                        .output("y", 5, 4);

        NodeDecision decision = place(graph).decisions().get(0);

        assertThat(decision.reason()).isEqualTo(Reason.WEIGHTED_KERNEL);
        assertThat(decision.quantizedInputs()).containsExactly("x");
        assertThat(decision.quantizedOutput()).isEmpty();
    }

    @Test
    void gemmWritesIntegersOnlyIfAllThatFollowReadThem() {
        assertThat(gemms("h").decisions().get(0).quantizedOutput()).contains("h");
        assertThat(gemms("x").decisions().get(0).quantizedOutput()).isEmpty();
    }

    private static Placement gemms(String secondInput) {
        return place(
                SmallGraphs.withInput(4)
                        .constant("w", 4, 4)
                        .constant("b", 4)
                        .node("h", "Gemm", List.of("x", "w", "b"))
                        .node("y", "Gemm", List.of(secondInput, "w", "b"))
                        .output("y", 4));
    }

    @Test
    void productWhoseOutputSomeReadInIntegersWritesIntegersForAll() {
        assertThat(readTwice("Gemm").decisions().get(0).quantizedOutput()).contains("h");
        assertThat(readTwice("MatMul").decisions().get(0).quantizedOutput()).contains("h");
    }

    private static Placement readTwice(String op) {
        return place(
                SmallGraphs.withInput(4)
                        .constant("w", 4, 4)
                        .node("h", op, List.of("x", "w"))
                        .node("z", op, List.of("h", "w"))
                        .node("t", "Tanh", List.of("h"))
                        .node("y", "Sub", List.of("z", "t"))
                        .output("y", 4));
    }

    @Test
    void averageThatTheIntegerKernelTakesOtherwiseStays() {
        assertThat(pooled(Attribute.ofInts("dilations", 1, 1))).isEqualTo("joining-kernel");
        assertThat(pooled(Attribute.ofInts("dilations", 2, 2))).isEqualTo("pool-form");
        assertThat(pooled(Attribute.of("ceil_mode", 1L))).isEqualTo("joining-kernel");
        assertThat(pooled(Attribute.of("count_include_pad", 1L))).isEqualTo("joining-kernel");
        assertThat(pooled(Attribute.of("ceil_mode", 1L), Attribute.of("count_include_pad", 1L)))
                .isEqualTo("pool-form");
    }

    private static String pooled(Attribute... attributes) {
        Graph graph =
                SmallGraphs.withInput(4, 8, 8)
                        .constant("w", 4, 4, 1, 1)
                        .node("c", "Conv", List.of("x", "w"))
                        .node("p", "AveragePool", List.of("c"), attributes)
                        .node("y", "Conv", List.of("p", "w"))
                        .output("y", 4, 7, 7);
        return rules(place(graph)).getOrDefault("averagepool1", "");
    }

    @Test
    void emptyWeightAndSingleVectorStay() {
        Graph graph =
                SmallGraphs.withInput()
                        .constant("w", 4, 4)
                        .constant("empty", 4, 0)
                        .node("y", "MatMul", List.of("x", "w"))
                        .node("z", "MatMul", List.of("x", "empty"))
                        .output("y", 4);

        assertThat(rules(place(graph)))
                .containsExactly(
                        Map.entry("matmul0", "vector-input"), Map.entry("matmul1", "empty-weight"));
    }

    @Test
    void gemmThatScalesOrHasAnotherBiasStays() {
        Graph graph =
                SmallGraphs.withInput(4)
                        .constant("w", 4, 4)
                        .constant("b", 4, 1)
                        .node("h", "Gemm", List.of("x", "w"), Attribute.of("alpha", 0.5f))
                        .node("y", "Gemm", List.of("h", "w", "b"))
                        .output("y", 4);

        assertThat(rules(place(graph)))
                .containsExactly(
                        Map.entry("gemm0", "scaled-product"), Map.entry("gemm1", "bias-form"));
    }

    @Test
    void onlyLargeTablesAreStoredInIntegers() {
        Graph graph =
                SmallGraphs.withInput(1)
                        .constant("large", 1000, 32)
                        .constant("small", 2, 32)
                        .tensor(Tensor.ofLongs("ids", new long[] {2}, 0, 1))
                        .node("a", "Gather", List.of("large", "ids"))
                        .node("b", "Gather", List.of("small", "ids"))
                        .node("y", "Sub", List.of("a", "b"))
                        .output("y", 32);

        assertThat(rules(place(graph)))
                .containsEntry("gather0", "stored-table")
                .containsEntry("gather1", "small-table");
    }

    @Test
    void insideOfLayerNormStaysEvenBetweenIntegers() {
        Graph graph =
                SmallGraphs.withInput(5, 4)
                        .constant("w", 4, 4)
                        .constant("gamma", 4)
                        .constant("beta", 4)
                        .tensor(Tensor.ofFloats("two", new long[0], 2f))
                        .tensor(Tensor.ofFloats("epsilon", new long[0], 1e-5f))
                        .node("m", "ReduceMean", List.of("x"), Attribute.ofInts("axes", -1))
                        .node("d", "Sub", List.of("x", "m"))
                        .node("q", "Pow", List.of("d", "two"))
                        .node("v", "ReduceMean", List.of("q"), Attribute.ofInts("axes", -1))
                        .node("e", "Add", List.of("v", "epsilon"))
                        .node("s", "Sqrt", List.of("e"))
                        .node("n", "Div", List.of("d", "s"))
                        .node("g", "Mul", List.of("n", "gamma"))
                        .node("z", "Add", List.of("g", "beta"))
                        .node("y", "MatMul", List.of("z", "w"))
                        .output("y", 5, 4);

        assertThat(rules(place(graph)))
                .containsEntry("mul7", "inside-pattern")
                .containsEntry("add8", "inside-pattern")
                .containsEntry("matmul9", "weighted-kernel");
    }

    @Test
    void spectrumWhosePowerIsTakenStays() {
        assertThat(rules(place(spectrum("Pow", "two")))).containsEntry("conv0", "squared");
        assertThat(rules(place(spectrum("Mul", "t")))).containsEntry("conv0", "squared");
    }

    @Test
    void otherPowersAndProductsDoNot() {
        assertThat(rules(place(spectrum("Pow", "one")))).containsEntry("conv0", "weighted-kernel");
        assertThat(rules(place(spectrum("Mul", "x")))).containsEntry("conv0", "weighted-kernel");
    }

    private static Graph spectrum(String op, String operand) {
        return SmallGraphs.withInput(8, 8)
                .constant("w", 8, 8, 1)
                .tensor(Tensor.ofFloats("one", new long[0], 1f))
                .tensor(Tensor.ofFloats("two", new long[0], 2f))
                .node("c", "Conv", List.of("x", "w"))
                .node("t", "Transpose", List.of("c"), Attribute.ofInts("perm", 0, 2, 1))
                .node("y", op, List.of("t", operand))
                .output("y", 8, 8);
    }

    @Test
    void softmaxBetweenIntegersStays() {
        Graph graph =
                SmallGraphs.withInput(3, 8, 8)
                        .constant("w", 4, 3, 1, 1)
                        .constant("v", 4, 4, 1, 1)
                        .node("c", "Conv", List.of("x", "w"))
                        .node("s", "Softmax", List.of("c"), Attribute.of("axis", 1))
                        .node("y", "Conv", List.of("s", "v"))
                        .output("y", 4, 8, 8);

        assertThat(rules(place(graph))).containsEntry("softmax1", "lossy-kernel");
    }

    @Test
    void resizeMovesTheNearestValueOnly() {
        assertThat(rules(place(resized("nearest")))).containsEntry("resize1", "moved");
        assertThat(rules(place(resized("linear")))).containsEntry("resize1", "no-integer-kernel");
    }

    private static Graph resized(String mode) {
        return SmallGraphs.withInput(3, 8, 8)
                .constant("w", 4, 3, 1, 1)
                .constant("v", 4, 4, 1, 1)
                .tensor(Tensor.ofFloats("scales", new long[] {4}, 1f, 1f, 2f, 2f))
                .node("c", "Conv", List.of("x", "w"))
                .node("r", "Resize", List.of("c", "", "scales"), Attribute.of("mode", mode))
                .node("y", "Conv", List.of("r", "v"))
                .output("y", 4, 16, 16);
    }

    private static Placement place(Graph graph) {
        return Placement.of(graph, Targets.ONNXRUNTIME_CPU);
    }

    private static Map<String, String> rules(Placement placement) {
        Map<String, String> rules = new LinkedHashMap<>();
        placement.decisions().forEach(each -> rules.put(each.node(), each.reason().id()));
        return rules;
    }
}
