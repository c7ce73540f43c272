package dev.vernier.rewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.calibrator.MinMax;
import dev.vernier.graph.Attribute;
import dev.vernier.graph.Dimension;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphText;
import dev.vernier.graph.Shape;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.ValueInfo;
import dev.vernier.plan.Placement;
import dev.vernier.plan.Planner;
import dev.vernier.plan.QuantizationPlan;
import dev.vernier.plan.SmallGraphs;
import dev.vernier.statistics.ModelDigest;
import dev.vernier.statistics.StatisticsAccumulator;
import dev.vernier.target.Target;
import dev.vernier.target.Targets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Small graph and plan to the expected text; rewritten with {@code -Dgolden.write=true}. */
class RewriteTest {

    /** A preset, as scales must not depend on the processor that runs the test. */
    private static final Target TARGET = Targets.named("avx512_vnni");

    private static final Path GOLDEN = Path.of("src/test/resources/golden/rewrite");

    @Test
    void convolutionWithRelu() throws IOException {
        golden(
                "convolution",
                SmallGraphs.withInput(3, 4, 4)
                        .constant("w", 2, 3, 1, 1)
                        .constant("b", 2)
                        .node("c", "Conv", List.of("x", "w", "b"))
                        .node("y", "Relu", List.of("c"))
                        .output("y", 2, 4, 4));
    }

    @Test
    void productsInARow() throws IOException {
        golden(
                "matmul",
                SmallGraphs.withInput(5, 4)
                        .constant("w", 4, 4)
                        .node("h", "MatMul", List.of("x", "w"))
                        .node("t", "Tanh", List.of("h"))
                        .node("y", "MatMul", List.of("t", "w"))
                        .output("y", 5, 4));
    }

    @Test
    void gemmThenGemm() throws IOException {
        golden(
                "gemm",
                SmallGraphs.withInput(4)
                        .constant("w", 4, 4)
                        .constant("b", 4)
                        .node("h", "Gemm", List.of("x", "w", "b"), Attribute.of("transB", 1))
                        .node("y", "Gemm", List.of("h", "w"))
                        .output("y", 4));
    }

    @Test
    void productBeforeGelu() throws IOException {
        golden("gelu", product("Erf"));
    }

    @Test
    void productBeforeAnotherCurveKeepsItsSum() throws IOException {
        Graph graph = product("Tanh");

        assertThat(Rewrite.rewrite(graph, plan(graph)).nodes()).noneMatch(node -> node.is("Gemm"));
    }

    /** x W + b, then x / 2 (1 + curve(x / 1.4)). */
    private static Graph product(String curve) {
        Graph graph =
                SmallGraphs.withInput(5, 4)
                        .constant("w", 4, 3)
                        .constant("b", 3)
                        .tensor(Tensor.ofFloats("root", new long[0], 1.4142135f))
                        .tensor(Tensor.ofFloats("one", new long[0], 1))
                        .tensor(Tensor.ofFloats("half", new long[0], 0.5f))
                        .node("p", "MatMul", List.of("x", "w"))
                        .node("h", "Add", List.of("p", "b"))
                        .node("d", "Div", List.of("h", "root"))
                        .node("e", curve, List.of("d"))
                        .node("f", "Add", List.of("e", "one"))
                        .node("g", "Mul", List.of("h", "f"))
                        .node("y", "Mul", List.of("g", "half"))
                        .output("y", 5, 3);
        ValueInfo sum =
                ValueInfo.tensor(
                        "h",
                        ElementType.FLOAT,
                        new Shape(List.of(Dimension.named("N"), Dimension.of(5), Dimension.of(3))));
        return graph.toBuilder().valueInfos(List.of(sum)).build();
    }

    @Test
    void embeddingTable() throws IOException {
        golden(
                "table",
                SmallGraphs.withInput(4)
                        .constant("table", 4096, 4)
                        .tensor(Tensor.ofLongs("ids", new long[] {2}, 7, 11))
                        .node("rows", "Gather", List.of("table", "ids"))
                        .node("y", "Sub", List.of("x", "rows"))
                        .output("y", 4));
    }

    @Test
    void residualBlockWithPool() throws IOException {
        golden(
                "residual",
                SmallGraphs.withInput(2, 4, 4)
                        .constant("w", 2, 2, 1, 1)
                        .node("c", "Conv", List.of("x", "w"))
                        .node("d", "Conv", List.of("c", "w"))
                        .node("a", "Add", List.of("c", "d"))
                        .node("r", "Relu", List.of("a"))
                        .node("p", "MaxPool", List.of("r"), Attribute.ofInts("kernel_shape", 2, 2))
                        .node("y", "Conv", List.of("p", "w"))
                        .output("y", 2, 3, 3));
    }

    @Test
    void hardSwish() throws IOException {
        golden("hard_swish", swish("c"));
    }

    @Test
    void hardSwishOfAMultipleIsOneProduct() throws IOException {
        golden("hard_swish_of_multiple", swish("t"));
    }

    /** c = Conv(x), t = c times a number a channel, z = c HardSigmoid(gate), y = Conv(z). */
    private static Graph swish(String gate) {
        SmallGraphs graph =
                SmallGraphs.withInput(2, 4, 4)
                        .constant("w", 2, 2, 1, 1)
                        .tensor(Tensor.ofFloats("factors", new long[] {2, 1, 1}, 0.6f, 1))
                        .node("c", "Conv", List.of("x", "w"));
        if (gate.equals("t")) {
            graph.node("t", "Mul", List.of("c", "factors"));
        }
        return graph.node("g", "HardSigmoid", List.of(gate), Attribute.of("alpha", 0.25f))
                .node("z", "Mul", List.of("c", "g"))
                .node("y", "Conv", List.of("z", "w"))
                .output("y", 2, 4, 4);
    }

    @Test
    void graphWithNothingToQuantizeStaysAsItIs() {
        Graph graph = SmallGraphs.withInput(4).node("y", "Tanh", List.of("x")).output("y", 4);

        assertThat(GraphText.of(Rewrite.rewrite(graph, plan(graph))))
                .isEqualTo(GraphText.of(graph));
    }

    @Test
    void planForAnotherGraphIsRefused() {
        Graph graph =
                SmallGraphs.withInput(4, 4)
                        .constant("w", 4, 4)
                        .node("y", "MatMul", List.of("x", "w"))
                        .output("y", 4, 4);
        Graph other =
                SmallGraphs.withInput(4, 4)
                        .constant("v", 4, 4)
                        .node("y", "MatMul", List.of("x", "v"))
                        .output("y", 4, 4);
        QuantizationPlan plan = plan(graph);

        assertThatThrownBy(() -> Rewrite.rewrite(other, plan))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("plan must fit the graph: no constant w; node=matmul0, op=MatMul");
    }

    private static void golden(String name, Graph graph) throws IOException {
        Graph rewritten = Rewrite.rewrite(graph, plan(graph));
        String text = GraphText.of(graph) + "\n->\n\n" + GraphText.of(rewritten);
        Path file = GOLDEN.resolve(name + ".txt");
        if (Boolean.getBoolean("golden.write")) {
            Files.createDirectories(GOLDEN);
            Files.writeString(file, text);
        }
        assertThat(text).isEqualTo(Files.readString(file, StandardCharsets.UTF_8));
    }

    /** Every watched value was seen from -1 to 3, or from 0 to 3 where it is behind a Relu. */
    private static QuantizationPlan plan(Graph graph) {
        StatisticsAccumulator accumulator = new StatisticsAccumulator();
        accumulator.begin("sample");
        for (String value : Placement.of(graph, TARGET).watched()) {
            boolean clipped = graph.producer(value).filter(node -> node.is("Relu")).isPresent();
            accumulator.add(value, new float[] {clipped ? 0f : -1f, 3f});
        }
        return new Planner(
                        graph,
                        TARGET,
                        accumulator.statistics(new ModelDigest("ab".repeat(32))),
                        new MinMax())
                .plan();
    }
}
