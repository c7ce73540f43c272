package dev.vernier.improve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.data.Sample;
import dev.vernier.data.SampleTensor;
import dev.vernier.graph.Attribute;
import dev.vernier.graph.ElementType;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.graph.Opsets;
import dev.vernier.graph.Shape;
import dev.vernier.graph.Tensor;
import dev.vernier.graph.ValueInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A normalized value with two channels a hundred times larger than the rest, which meet weights a
 * hundred times smaller.
 */
class SmoothingTest {

    private static final long SEED = 17;
    private static final int WIDTH = 16;

    private final Random random = new Random(SEED);

    @Test
    void functionStaysAsItWas() {
        ObservedNet net = net(100, List.of());
        List<Change> changes = changes(net);
        Sample sample = net.samples().get(0);

        float[] before = ObservedNet.output(net.graph(), sample);
        float[] after = ObservedNet.output(Change.all(changes, net.planned()).graph(), sample);

        assertThat(changes).as("seed %d", SEED).hasSize(1);
        for (int i = 0; i < before.length; i++) {
            assertThat(after[i]).as("seed %d", SEED).isCloseTo(before[i], within(1e-4f));
        }
    }

    @Test
    void mendsAModelAsDeployed() throws IOException {
        ObservedNet net = net(100, List.of());

        Improvement found =
                net.improver()
                        .improve(net.planned(), List.of(new Smoothing()), 4)
                        .improvements()
                        .get(0);

        assertThat(found.kept()).isTrue();
        assertThat(found.after().orElseThrow())
                .as("seed %d, %s", SEED, found)
                .isGreaterThan(found.before() + 10);
    }

    @Test
    void doesNotFireWhereAResidualSumReadsTheValue() {
        ObservedNet net = net(100, List.of(node("sum", "Add", "n", "p")));

        assertThat(new Smoothing().propose(net.planned(), evidence(net)).considered()).isZero();
    }

    @Test
    void doesNotFireWhereChannelsAreAlike() {
        assertThat(changes(net(1, List.of()))).isEmpty();
    }

    private static List<Change> changes(ObservedNet net) {
        return new Smoothing().propose(net.planned(), evidence(net)).changes();
    }

    private static Evidence evidence(ObservedNet net) {
        return net.evidence(net.planned());
    }

    private static Node node(String name, String op, String... inputs) {
        return Node.of(name, op, List.of(inputs), List.of(name));
    }

    private ObservedNet net(float size, List<Node> behind) {
        float[] scale = new float[WIDTH];
        float[] weights = new float[WIDTH * WIDTH];
        for (int channel = 0; channel < WIDTH; channel++) {
            float of = channel < 2 ? size : 1;
            scale[channel] = of;
            for (int i = 0; i < WIDTH; i++) {
                float sign = random.nextBoolean() ? 1 : -1;
                weights[channel * WIDTH + i] = sign * (0.5f + random.nextFloat() / 2) / of;
            }
        }
        String output = behind.isEmpty() ? "p" : behind.get(0).output();
        Shape shape = Shape.of(1, 8, WIDTH);
        Graph.Builder graph =
                Graph.builder("normalized", Opsets.of(17))
                        .input(ValueInfo.tensor("x", ElementType.FLOAT, shape))
                        .initializer(Tensor.ofFloats("scale", new long[] {WIDTH}, scale))
                        .initializer(Tensor.ofFloats("shift", new long[] {WIDTH}, new float[WIDTH]))
                        .initializer(Tensor.ofFloats("w", new long[] {WIDTH, WIDTH}, weights))
                        .node(
                                Node.of(
                                        "norm",
                                        "LayerNormalization",
                                        List.of("x", "scale", "shift"),
                                        List.of("n"),
                                        Attribute.of("axis", -1)))
                        .node(node("p", "MatMul", "n", "w"))
                        .output(ValueInfo.tensor(output, ElementType.FLOAT, shape));
        behind.forEach(graph::node);
        return new ObservedNet(graph.build(), samples());
    }

    private List<Sample> samples() {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            SampleTensor x =
                    SampleTensor.ofFloats(
                            new long[] {1, 8, WIDTH}, Nets.gaussian(8 * WIDTH, random));
            samples.add(new Sample("sample " + i, Map.of("x", x)));
        }
        return samples;
    }
}
