package dev.vernier.rewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.calibrator.MinMax;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphText;
import dev.vernier.graph.Node;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.UnsupportedModelException;
import dev.vernier.model.Weights;
import dev.vernier.plan.Placement;
import dev.vernier.plan.Planner;
import dev.vernier.plan.QuantizationPlan;
import dev.vernier.prepare.GraphScript;
import dev.vernier.statistics.ModelDigest;
import dev.vernier.statistics.StatisticsAccumulator;
import dev.vernier.target.FloatType;
import dev.vernier.target.Targets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Small graphs with a float16 remainder; golden texts anew with {@code -Dgolden.write=true}. */
class HalveRemainderTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden/float16");

    private static final Map<String, String> GRAPHS = new TreeMap<>();

    static {
        GRAPHS.put(
                "product",
                """
                in  x: float[N,16]
                out y: float[N,2]
                const w: float[16,2] = 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16
                const b: float[2] = 0.1 100000
                p = MatMul(x, w)
                r = Add(p, b)
                y = Relu(r)
                """);
        GRAPHS.put(
                "square-stays-wide",
                """
                in  x: float[N,2]
                out y: float[N,2]
                const two: float[] = 2
                t = Tanh(x)
                s = Pow(t, two)
                y = Sqrt(s)
                """);
        GRAPHS.put(
                "epsilon-stays-wide",
                """
                in  x: float[N,2]
                out y: float[N,2]
                const epsilon: float[] = 0.000001
                t = Abs(x)
                s = Add(t, epsilon)
                y = Sqrt(s)
                """);
        GRAPHS.put(
                "number-that-float16-holds",
                """
                in  x: float[N,2]
                out y: float[N,2]
                const one: float[] = 1
                t = Abs(x)
                s = Add(t, one)
                y = Sqrt(s)
                """);
        GRAPHS.put(
                "scales-of-a-resize",
                """
                in  x: float[1,2,4,4]
                out y: float[1,2,8,8]
                const scales: float[4] = 1 1 2 2
                t = Tanh(x)
                y = Resize(t, , scales) {mode="nearest"}
                """);
        GRAPHS.put(
                "cast-to-the-remainder",
                """
                in  x: int64[N]
                out y: float[N]
                t = Cast(x) {to=1}
                y = Tanh(t)
                """);
        GRAPHS.put(
                "output-that-is-read",
                """
                in  x: float[N,2]
                out y: float[N,2]
                out z: float[N,2]
                y = Tanh(x)
                e = Exp(y)
                z = Sub(y, e)
                """);
    }

    static Set<String> graphs() {
        return GRAPHS.keySet();
    }

    @ParameterizedTest
    @MethodSource("graphs")
    void graphGivesThisText(String name) throws IOException {
        Graph graph = GraphScript.parse(19, GRAPHS.getOrDefault(name, ""));
        String text = GraphText.of(graph) + "\n->\n\n" + GraphText.of(halved(graph));
        Path file = GOLDEN.resolve(name + ".txt");
        if (Boolean.getBoolean("golden.write")) {
            Files.createDirectories(GOLDEN);
            Files.writeString(file, text);
        }

        assertThat(text).isEqualTo(Files.readString(file, StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Pow", "ReduceSum", "Exp", "CumSum"})
    void operatorsThatOverflowReadAndWriteFloat32(String op) {
        Graph graph = GraphScript.parse(19, GRAPHS.getOrDefault("square-stays-wide", ""));
        Graph swapped =
                graph.toBuilder()
                        .nodes(
                                graph.nodes().stream()
                                        .map(
                                                n ->
                                                        n.is("Pow")
                                                                ? Node.of(
                                                                        "s",
                                                                        op,
                                                                        n.inputs(),
                                                                        n.outputs())
                                                                : n)
                                        .toList())
                        .build();

        Graph halved = halved(swapped);

        Node kept = halved.nodes().stream().filter(n -> n.is(op)).findFirst().orElseThrow();
        assertThat(halved.producer(kept.inputs().get(0)).orElseThrow().is("Cast")).isTrue();
        assertThat(halved.consumers(kept.output())).allMatch(reader -> reader.is("Cast"));
    }

    @Test
    void constantsBeyondTheLargestAreClampedAndInfinitiesStay() {
        float[] values = {1e9f, -3.4e38f, Float.NEGATIVE_INFINITY, 65504f, 0.333f};
        Tensor half = HalfTensors.of(Tensor.ofFloats("m", new long[] {5}, values));

        assertThat(half.type()).isEqualTo(ElementType.FLOAT16);
        assertThat(Weights.floats(half))
                .containsExactly(65504f, -65504f, Float.NEGATIVE_INFINITY, 65504f, 341 / 1024f);
    }

    @Test
    void scalesAreRoundedUpAndCodesFitThem() {
        Graph graph = GraphScript.parse(19, GRAPHS.getOrDefault("product", ""));
        QuantizationPlan exact = plan(graph);
        QuantizationPlan plan = exact.withRemainder(FloatType.FLOAT16);

        for (int i = 0; i < 2; i++) {
            float before = exact.weight("p").scales().get(i);
            float after = plan.weight("p").scales().get(i);
            assertThat(after).isBetween(before, before * (1 + 1f / 1024));
            float[] scale = {after};
            assertThat(Weights.floats(HalfTensors.of(Tensor.ofFloats("s", new long[0], scale))))
                    .containsExactly(scale);
        }
        assertThat(plan.withRemainder(FloatType.FLOAT16)).isEqualTo(plan);
        assertThat(plan.minimumOpset()).isEqualTo(19);
    }

    @Test
    void scaleThatFloat16DoesNotHaveIsRefused() {
        Graph graph = GraphScript.parse(19, GRAPHS.getOrDefault("product", ""));
        QuantizationPlan plan = plan(graph, 1e9f);

        assertThatThrownBy(() -> plan.withRemainder(FloatType.FLOAT16))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("scale must be at most 65504 to be float16; tensor=x");
    }

    private static Graph halved(Graph graph) {
        return Rewrite.rewrite(
                graph, plan(graph).withRemainder(FloatType.FLOAT16), Targets.TENSORRT);
    }

    private static QuantizationPlan plan(Graph graph) {
        return plan(graph, 3f);
    }

    private static QuantizationPlan plan(Graph graph, float largest) {
        StatisticsAccumulator accumulator = new StatisticsAccumulator();
        accumulator.begin("sample");
        for (String value : Placement.of(graph, Targets.TENSORRT).watched()) {
            accumulator.add(value, new float[] {-1f, largest});
        }
        return new Planner(
                        graph,
                        Targets.TENSORRT,
                        accumulator.statistics(new ModelDigest("ab".repeat(32))),
                        new MinMax())
                .plan();
    }
}
