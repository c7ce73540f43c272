package dev.vernier.improve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.graph.Opsets;
import dev.vernier.graph.Shape;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.ValueInfo;
import dev.vernier.plan.ActivationPlan;
import dev.vernier.plan.Placement;
import dev.vernier.plan.QuantizationPlan;
import dev.vernier.plan.WeightPlan;
import dev.vernier.target.Targets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a factor for each channel can pass on its way from one convolution to the next. */
class GatedPathTest {

    private static final int CHANNELS = 4;

    @Test
    void passesSiluAndConstantsBehindIt() {
        Graph.Builder graph =
                net().node(node("Sigmoid", "y", "g")).node(node("Mul", "y", "g", "z"));
        graph.node(node("Mul", "z", "two", "m")).node(node("Add", "m", "two", "v"));

        GatedPath path = path(graph).orElseThrow();

        assertThat(path.head().op().name()).isEqualTo("Sigmoid");
        assertThat(path.value()).isEqualTo("v");
        assertThat(path.between()).containsExactly("z", "m");
        assertThat(path.shifts()).extracting(Node::output).containsExactly("v");
        assertThat(path.behind()).hasSize(1);
    }

    @Test
    void passesAHardSwishInFourNodes() {
        Graph.Builder graph = net().node(node("Add", "y", "two", "a"));
        graph.node(node("Clip", "a", "zero", "two", "c")).node(node("Mul", "y", "c", "m"));
        graph.node(node("Div", "m", "two", "v"));

        assertThat(path(graph).map(GatedPath::value)).contains("v");
    }

    @Test
    void passesTheGateOfSqueezeAndExcitation() {
        Graph.Builder graph = swish("z");
        graph.node(node("GlobalAveragePool", "z", "p")).node(node("Sigmoid", "p", "s"));
        graph.node(node("Mul", "z", "s", "v"));

        GatedPath path = path(graph).orElseThrow();

        assertThat(path.pools()).extracting(Node::output).containsExactly("p");
    }

    @Test
    void doesNotPassASquare() {
        Graph.Builder graph = swish("z");

        assertThat(path(graph.node(node("Mul", "z", "z", "v")))).isEmpty();
    }

    @Test
    void doesNotPassAResidualSum() {
        Graph.Builder graph = swish("z");

        assertThat(path(graph.node(node("Add", "z", "x", "v")))).isEmpty();
    }

    @Test
    void doesNotPassADivisionByTheValue() {
        Graph.Builder graph = swish("z");

        assertThat(path(graph.node(node("Div", "two", "z", "v")))).isEmpty();
    }

    @Test
    void doesNotFireWhereSomebodyElseReadsTheConvolution() {
        Graph.Builder graph = swish("v");
        graph.node(node("Tanh", "y", "t"))
                .output(ValueInfo.tensor("t", ElementType.FLOAT, shape()));

        assertThat(path(graph)).isEmpty();
    }

    /** y = Conv(x), and the HardSwish of it. */
    private static Graph.Builder swish(String output) {
        return net().node(node("HardSigmoid", "y", "gate")).node(node("Mul", "y", "gate", output));
    }

    /** y = Conv(x), to which the nodes from y to v and last = Conv(v) are added. */
    private static Graph.Builder net() {
        float[] ones = new float[CHANNELS * CHANNELS];
        Arrays.fill(ones, 1);
        Graph.Builder builder =
                Graph.builder("path", Opsets.of(14))
                        .input(ValueInfo.tensor("x", ElementType.FLOAT, shape()))
                        .output(ValueInfo.tensor("last", ElementType.FLOAT, shape()))
                        .initializer(Tensor.ofFloats("zero", new long[0], 0))
                        .initializer(Tensor.ofFloats("two", new long[0], 2))
                        .node(node("Conv", "x", "w1", "y"));
        for (String weight : List.of("w1", "w2")) {
            builder.initializer(
                    Tensor.ofFloats(weight, new long[] {CHANNELS, CHANNELS, 1, 1}, ones));
        }
        return builder;
    }

    private static Shape shape() {
        return Shape.of(1, CHANNELS, 5, 5);
    }

    /** Inputs, and the output at last. */
    private static Node node(String op, String... values) {
        List<String> all = List.of(values);
        String output = all.get(all.size() - 1);
        return Node.of(output, op, all.subList(0, all.size() - 1), List.of(output));
    }

    private static Optional<GatedPath> path(Graph.Builder builder) {
        Graph graph = builder.node(node("Conv", "v", "w2", "last")).build();
        Placement placement = Placement.of(graph, Targets.ONNXRUNTIME_CPU);
        QuantizationPlan plan =
                new QuantizationPlan(
                        Targets.ONNXRUNTIME_CPU.name(),
                        "0".repeat(64),
                        placement.decisions(),
                        Map.<String, ActivationPlan>of(),
                        Map.<String, WeightPlan>of());
        Map<Node, Layer> layers = new HashMap<>();
        List<Layer> all = Layer.of(new Candidate(graph, plan));
        all.forEach(layer -> layers.put(layer.node(), layer));
        return GatedPath.behind(all.get(0), layers);
    }
}
