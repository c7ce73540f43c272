package dev.vernier.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.graph.Attribute;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.graph.Opsets;
import dev.vernier.graph.Shape;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.ValueInfo;
import dev.vernier.target.Target;
import dev.vernier.target.TargetJson;
import dev.vernier.target.Targets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each rule on a graph that breaks it and on one that keeps it. */
class LinterTest {

    private static final Target CPU = Targets.named("avx512_vnni");
    private static final Target OLD_CPU = Targets.named("avx2");
    private static final Target TENSORRT = Targets.TENSORRT;

    /** Builds a graph with x of float[1,4,2,2] in and y out, a line a node. */
    private static final class Draft {

        private final Graph.Builder graph;

        private Draft(long opset) {
            graph =
                    Graph.builder("draft", Opsets.of(opset))
                            .input(ValueInfo.tensor("x", ElementType.FLOAT, Shape.of(1, 4, 2, 2)));
        }

        Draft scale(String name, float... values) {
            long[] shape = values.length == 1 ? new long[0] : new long[] {values.length};
            graph.initializer(Tensor.ofFloats(name, shape, values));
            return this;
        }

        Draft codes(String name, ElementType type, long[] shape, int value) {
            byte[] bytes = new byte[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
            Arrays.fill(bytes, (byte) value);
            graph.initializer(Tensor.ofBytes(name, type, shape, bytes));
            return this;
        }

        Draft zero(String name, ElementType type, int value) {
            return codes(name, type, new long[0], value);
        }

        Draft tensor(Tensor tensor) {
            graph.initializer(tensor);
            return this;
        }

        Draft node(String output, String op, String inputs, Attribute... attributes) {
            graph.node(
                    Node.of(output, op, List.of(inputs.split(" ")), List.of(output), attributes));
            return this;
        }

        /** x through a pair of this scale and zero point. */
        Draft pair(String from, String to, String scale, String zeroPoint) {
            node(to + "_q", "QuantizeLinear", from + " " + scale + " " + zeroPoint);
            return node(to, "DequantizeLinear", to + "_q " + scale + " " + zeroPoint);
        }

        Graph build() {
            return graph.output(ValueInfo.tensor("y", ElementType.FLOAT, Shape.of(1, 4, 2, 2)))
                    .build();
        }
    }

    private static Draft draft() {
        return new Draft(13).scale("s", 0.5f).zero("z", ElementType.UINT8, 0);
    }

    /** For TensorRT. */
    private static Draft symmetric() {
        return new Draft(13).scale("s", 0.5f).zero("z", ElementType.INT8, 0);
    }

    private static List<String> rules(Graph graph, Target target) {
        return Linter.lint(graph, target).stream().map(Finding::rule).toList();
    }

    @Test
    void scaleValue() {
        for (float bad : new float[] {0f, -1f, Float.NaN, Float.POSITIVE_INFINITY, 1e-40f}) {
            Graph graph =
                    new Draft(13)
                            .scale("s", bad)
                            .zero("z", ElementType.UINT8, 0)
                            .pair("x", "y", "s", "z")
                            .build();
            assertThat(rules(graph, CPU)).containsExactly("scale-value", "scale-value");
        }
        assertThat(rules(draft().pair("x", "y", "s", "z").build(), CPU)).isEmpty();
    }

    @Test
    void perChannelOpset() {
        assertThat(rules(perChannel(11, 1, 4), CPU)).contains("per-channel-opset");
        assertThat(rules(perChannel(13, 1, 4), CPU)).isEmpty();
    }

    @Test
    void perChannelLength() {
        assertThat(rules(perChannel(13, 0, 4), CPU)).contains("per-channel-length");
        assertThat(rules(perChannel(13, -1, 4), CPU)).isEmpty();
    }

    /** y = MatMul(x, DequantizeLinear(w)) with w of int8[2,4]. */
    private static Graph perChannel(long opset, long axis, int scales) {
        float[] values = new float[scales];
        Arrays.fill(values, 0.5f);
        return new Draft(opset)
                .scale("s", values)
                .codes("w", ElementType.INT8, new long[] {2, 4}, 1)
                .codes("z", ElementType.INT8, new long[] {4}, 0)
                .node("d", "DequantizeLinear", "w s z", Attribute.of("axis", axis))
                .node("y", "MatMul", "x d")
                .build();
    }

    @Test
    void zeroPointNotZero() {
        Graph graph = symmetric().zero("o", ElementType.INT8, 3).pair("x", "y", "s", "o").build();

        assertThat(rules(graph, TENSORRT))
                .containsExactly("zero-point-not-zero", "zero-point-not-zero");
        assertThat(rules(graph, CPU)).isEmpty();
        assertThat(rules(symmetric().pair("x", "y", "s", "z").build(), TENSORRT)).isEmpty();
    }

    @Test
    void rejectedType() {
        Graph bias =
                symmetric()
                        .tensor(Tensor.ofInts("b", new long[] {4}, 1, 2, 3, 4))
                        .codes("w", ElementType.INT8, new long[] {4, 4, 1, 1}, 1)
                        .pair("x", "d", "s", "z")
                        .node("v", "DequantizeLinear", "w s z")
                        .node("c", "DequantizeLinear", "b s")
                        .node("y", "Conv", "d v c")
                        .build();

        assertThat(Linter.lint(bias, TENSORRT))
                .singleElement()
                .satisfies(
                        finding -> {
                            assertThat(finding.rule()).isEqualTo("rejected-type");
                            assertThat(finding.node()).contains("c");
                            assertThat(finding.why()).isEqualTo("codes must be INT8; type=INT32");
                        });
        assertThat(rules(draft().pair("x", "y", "s", "z").build(), TENSORRT))
                .containsExactly("rejected-type", "rejected-type");
        assertThat(rules(symmetric().pair("x", "y", "s", "z").build(), TENSORRT)).isEmpty();
    }

    @Test
    void rejectedOperator() {
        Graph graph = draft().node("y", "DynamicQuantizeLinear", "x").build();

        assertThat(rules(graph, TENSORRT)).containsExactly("rejected-operator");
        assertThat(rules(graph, CPU)).isEmpty();
    }

    @Test
    void saturatingWeights() {
        assertThat(rules(product(127), OLD_CPU)).containsExactly("saturating-weights");
        assertThat(rules(product(65), OLD_CPU)).containsExactly("saturating-weights");
        assertThat(rules(product(64), OLD_CPU)).isEmpty();
        assertThat(rules(product(127), CPU)).isEmpty();
    }

    /** y = MatMul(DQ(Q(x)), DQ(w)) with all codes of w the same. */
    private static Graph product(int code) {
        return draft().codes("w", ElementType.INT8, new long[] {2, 4}, code)
                .zero("o", ElementType.INT8, 0)
                .pair("x", "d", "s", "z")
                .node("v", "DequantizeLinear", "w s o")
                .node("y", "MatMul", "d v")
                .build();
    }

    @Test
    void perChannelAxis() {
        assertThat(rules(square(0), CPU)).containsExactly("per-channel-axis");
        assertThat(rules(square(1), CPU)).isEmpty();
    }

    private static Graph square(long axis) {
        return draft().scale("t", 0.5f, 0.5f)
                .codes("w", ElementType.INT8, new long[] {2, 2}, 1)
                .codes("o", ElementType.INT8, new long[] {2}, 0)
                .pair("x", "d", "s", "z")
                .node("v", "DequantizeLinear", "w t o", Attribute.of("axis", axis))
                .node("y", "MatMul", "d v")
                .build();
    }

    @Test
    void unfusedProduct() {
        assertThat(rules(convolution().node("y", "Relu", "c").build(), CPU))
                .containsExactly("unfused-product");
        assertThat(
                        rules(
                                convolution()
                                        .node("r", "Relu", "c")
                                        .pair("r", "y", "s", "z")
                                        .build(),
                                CPU))
                .isEmpty();
    }

    private static Draft convolution() {
        return draft().codes("w", ElementType.INT8, new long[] {4, 4, 1, 1}, 1)
                .zero("o", ElementType.INT8, 0)
                .pair("x", "d", "s", "z")
                .node("v", "DequantizeLinear", "w s o")
                .node("c", "Conv", "d v");
    }

    @Test
    void unfusedOperator() {
        Draft tanh =
                draft().pair("x", "d", "s", "z").node("t", "Tanh", "d").pair("t", "y", "s", "z");
        Draft sigmoid =
                draft().pair("x", "d", "s", "z").node("t", "Sigmoid", "d").pair("t", "y", "s", "z");

        assertThat(rules(tanh.build(), CPU)).containsExactly("unfused-operator");
        assertThat(rules(sigmoid.build(), CPU)).isEmpty();
    }

    @Test
    void wideValue() {
        Draft wide =
                draft().tensor(Tensor.ofBytes("z16", ElementType.UINT16, new long[0], new byte[2]))
                        .pair("x", "d", "s", "z16")
                        .node("y", "Tanh", "d");
        Target reads =
                TargetJson.read(
                        """
                        {"schemaVersion": 1, "name": "reads-16-bits", "extends": "avx512_vnni",
                         "wideActivations": {"types": ["uint16"], "operators": ["Tanh"]}}
                        """);

        assertThat(rules(wide.build(), CPU)).contains("wide-value");
        assertThat(rules(wide.build(), reads)).doesNotContain("wide-value");
        assertThat(rules(draft().pair("x", "y", "s", "z").build(), CPU)).isEmpty();
    }

    @Test
    void pairBeforeSum() {
        assertThat(rules(sum("cd"), TENSORRT)).containsExactly("pair-before-sum");
        assertThat(rules(sum("c"), TENSORRT)).isEmpty();
    }

    private static Graph sum(String branch) {
        return symmetric()
                .codes("w", ElementType.INT8, new long[] {4, 4, 1, 1}, 1)
                .pair("x", "d", "s", "z")
                .node("v", "DequantizeLinear", "w s z")
                .node("c", "Conv", "d v")
                .pair("c", "cd", "s", "z")
                .node("y", "Add", branch + " d")
                .build();
    }

    @Test
    void concatScales() {
        assertThat(rules(concat("t"), TENSORRT)).containsExactly("concat-scales");
        assertThat(rules(concat("s"), TENSORRT)).isEmpty();
        assertThat(rules(concat("t"), CPU)).isEmpty();
    }

    private static Graph concat(String scale) {
        return symmetric()
                .scale("t", 0.25f)
                .pair("x", "a", "s", "z")
                .pair("x", "b", scale, "z")
                .node("y", "Concat", "a b", Attribute.of("axis", 1))
                .build();
    }

    @Test
    void widenedTable() {
        Draft table =
                draft().codes("w", ElementType.UINT8, new long[] {8, 4}, 1)
                        .tensor(Tensor.ofLongs("i", new long[] {1}, 3));

        assertThat(
                        rules(
                                table.node("d", "DequantizeLinear", "w s z")
                                        .node("y", "Gather", "d i")
                                        .build(),
                                CPU))
                .containsExactly("widened-table");
        assertThat(
                        rules(
                                draft().codes("w", ElementType.UINT8, new long[] {8, 4}, 1)
                                        .tensor(Tensor.ofLongs("i", new long[] {1}, 3))
                                        .node("g", "Gather", "w i")
                                        .node("y", "DequantizeLinear", "g s z")
                                        .build(),
                                CPU))
                .isEmpty();
    }

    @Test
    void floatWeightPair() {
        Graph graph =
                draft().tensor(Tensor.ofFloats("w", new long[] {4}, 1, 2, 3, 4))
                        .pair("w", "v", "s", "z")
                        .node("y", "Mul", "x v")
                        .build();

        assertThat(rules(graph, CPU)).containsExactly("float-weight-pair");
        assertThat(rules(draft().pair("x", "y", "s", "z").build(), CPU)).isEmpty();
    }

    @Test
    void doubleQuantization() {
        Draft other = draft().scale("t", 0.25f).pair("x", "a", "s", "z").pair("a", "y", "t", "z");
        Draft same = draft().pair("x", "a", "s", "z").pair("a", "y", "s", "z");

        assertThat(rules(other.build(), CPU)).containsExactly("double-quantization");
        assertThat(rules(same.build(), CPU)).isEmpty();
    }

    @Test
    void constantNodesCountAsConstants() {
        Graph graph =
                draft().node(
                                "t",
                                "Constant",
                                "",
                                new Attribute.TensorValue(
                                        "value", Tensor.ofFloats("t", new long[0], 0f)))
                        .pair("x", "y", "t", "z")
                        .build();

        assertThat(rules(graph, CPU)).containsExactly("scale-value", "scale-value");
    }
}
