package dev.vernier.improve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.data.Sample;
import dev.vernier.graph.Model;
import dev.vernier.graph.Node;
import dev.vernier.plan.NodeDecision;
import dev.vernier.target.Targets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Channels around a curve come to use their scales, and the function stays the same. */
class CurveEqualizationTest {

    private static final long SEED = 41;

    private final Random random = new Random(SEED);

    @ParameterizedTest
    @ValueSource(strings = {"HardSwish", "SiLU", UnequalChannels.SQUEEZED})
    void computesTheSameFunction(String curve) {
        UnequalChannels net = new UnequalChannels(curve, 1000, random);
        Candidate start = net.planned();
        List<Change> changes = changes(net, start);
        Candidate equalized = Change.all(changes, start);

        assertThat(changes).as("seed %d", SEED).isNotEmpty();
        Sample sample = net.samples().get(0);
        float[] before = UnequalChannels.output(start.graph(), sample);
        float[] after = UnequalChannels.output(equalized.graph(), sample);
        float size = largest(before);
        for (int i = 0; i < before.length; i++) {
            assertThat(after[i]).as("seed %d", SEED).isCloseTo(before[i], within(1e-4f * size));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HardSwish", "SiLU", UnequalChannels.SQUEEZED})
    void mendsAModelAsDeployedWithAllLayersInIntegers(String curve) throws IOException {
        UnequalChannels net = new UnequalChannels(curve, 1000, random);
        Candidate start = net.planned();

        Improved improved = net.improver().improve(start, List.of(new CurveEqualization()), 8);

        Improvement found = improved.improvements().get(0);
        assertThat(found.kept()).as("seed %d, %s", SEED, found).isTrue();
        assertThat(found.after().orElseThrow())
                .as("seed %d, %s", SEED, found)
                .isGreaterThan(found.before() + 10);
        assertThat(convolutions(improved.candidate())).isEqualTo(convolutions(start));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HardSwish", "SiLU", UnequalChannels.SQUEEZED})
    void whatComputedInIntegersStillDoes(String curve) {
        UnequalChannels net = new UnequalChannels(curve, 1000, random);
        Candidate start = net.planned();
        Candidate equalized = Change.all(changes(net, start), start);
        List<String> before = start.plan().integerNodes().stream().map(NodeDecision::node).toList();

        assertThat(before.size()).isEqualTo(start.graph().nodes().size());
        assertThat(equalized.plan().nodes()).as("seed %d", SEED).allMatch(NodeDecision::isInteger);
        assertThat(equalized.graph().nodes().size()).isGreaterThan(before.size());
    }

    @Test
    void whatIsKnownOfTheChangedGraphIsWhatItComputes() {
        UnequalChannels net = new UnequalChannels("HardSwish", 1000, random);
        Candidate start = net.planned();
        Evidence evidence = net.evidence(start);
        List<Change> changes = changes(net, start);
        for (Change change : changes) {
            evidence = change.applyTo(evidence);
        }
        Candidate equalized = Change.all(changes, start);
        Evidence observed =
                Observation.of(
                                Model.of(8, equalized.graph()),
                                Path.of("."),
                                Targets.ONNXRUNTIME_CPU,
                                equalized,
                                SampleSplit.of(net.samples()),
                                new RowStore())
                        .evidence();

        for (Layer layer : Layer.of(equalized)) {
            float[] expected = observed.fitted(layer).values();
            float[] actual = evidence.fitted(layer).values();
            float size = largest(expected);
            for (int i = 0; i < expected.length; i++) {
                assertThat(actual[i])
                        .as("seed %d, %s", SEED, layer.node())
                        .isCloseTo(expected[i], within(1e-4f * size));
            }
        }
    }

    @Test
    void hasLittleToGainWhereChannelsAreAlike() {
        double alike = gained(new UnequalChannels("HardSwish", 1, random));
        double unequal = gained(new UnequalChannels("HardSwish", 1000, random));

        assertThat(alike).as("seed %d", SEED).isLessThan(unequal / 10);
    }

    /** By how much less noise there is behind the first convolution, which a curve follows. */
    private static double gained(UnequalChannels net) {
        Candidate start = net.planned();
        Map<Node, Layer> layers = new HashMap<>();
        Layer.of(start).forEach(layer -> layers.put(layer.node(), layer));
        Layer first = Layer.of(start).get(0);
        GatedPath path = GatedPath.behind(first, layers).orElseThrow();
        return new ChannelBalance(path, start, net.evidence(start)).gained();
    }

    @Test
    void aFactorBeforeAHardSigmoidCostsNothing() {
        UnequalChannels hard = new UnequalChannels("HardSwish", 1000, random);
        UnequalChannels smooth = new UnequalChannels("SiLU", 1000, random);

        assertThat(proposal(hard).ranked())
                .as("seed %d", SEED)
                .isNotEmpty()
                .allMatch(Step.Ranked::isFree);
        assertThat(proposal(smooth).ranked())
                .as("seed %d", SEED)
                .isNotEmpty()
                .noneMatch(Step.Ranked::isFree);
    }

    private static Step.Proposal proposal(UnequalChannels net) {
        Candidate start = net.planned();
        return new CurveEqualization().propose(start, net.evidence(start));
    }

    @Test
    void leavesWhatCommutesToEqualization() {
        UnequalChannels net = new UnequalChannels("Relu", 1000, random);
        Candidate start = net.planned();

        assertThat(new CurveEqualization().propose(start, net.evidence(start)).considered())
                .isZero();
    }

    private static List<Change> changes(UnequalChannels net, Candidate start) {
        return new CurveEqualization().propose(start, net.evidence(start)).all();
    }

    private static long convolutions(Candidate candidate) {
        return candidate.plan().integerNodes().stream()
                .map(NodeDecision::op)
                .filter("Conv"::equals)
                .count();
    }

    private static float largest(float[] values) {
        float largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }
}
