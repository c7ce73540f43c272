package dev.vernier.improve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.data.Sample;
import dev.vernier.improve.matrix.Rows;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Channels that share a scale come to use it, and the function stays the same. */
class EqualizationTest {

    private static final long SEED = 23;

    private final Random random = new Random(SEED);

    @Test
    void computesTheSameFunction() {
        UnequalChannels net = new UnequalChannels("Relu", 1000, random);
        Candidate start = net.planned();
        Candidate equalized = Change.all(changes(net, start), start);

        assertThat(equalized.graph().initializers()).isNotEqualTo(start.graph().initializers());
        Sample sample = net.samples().get(0);
        float[] before = UnequalChannels.output(start.graph(), sample);
        float[] after = UnequalChannels.output(equalized.graph(), sample);
        float size = largest(before);
        for (int i = 0; i < before.length; i++) {
            assertThat(after[i]).as("seed %d", SEED).isCloseTo(before[i], within(1e-4f * size));
        }
    }

    @Test
    void channelsBeforeADepthwiseLayerReachMostOfTheRange() {
        UnequalChannels net = new UnequalChannels("Relu", 1000, random);
        Candidate start = net.planned();
        Evidence evidence = net.evidence(start);
        for (Change change : changes(net, start)) {
            evidence = change.applyTo(evidence);
        }
        float end = start.plan().activation("b").range().max();
        Layer middle = Layer.of(start).get(1);
        Rows rows = evidence.fitted(middle);
        float[] largest = new float[UnequalChannels.CHANNELS];
        for (int i = 0; i < rows.values().length; i++) {
            int channel = i % rows.columns() / 9;
            largest[channel] = Math.max(largest[channel], rows.values()[i]);
        }

        for (float reached : largest) {
            assertThat(reached / end).as("seed %d", SEED).isBetween(0.6f, 1f);
        }
    }

    @Test
    void whatIsKnownOfTheChangedGraphIsWhatItComputes() {
        UnequalChannels net = new UnequalChannels("Relu", 1000, random);
        Candidate start = net.planned();
        List<Change> changes = changes(net, start);
        Evidence evidence = net.evidence(start);
        for (Change change : changes) {
            evidence = change.applyTo(evidence);
        }
        Candidate equalized = Change.all(changes, start);
        Evidence observed =
                Observation.of(
                                dev.vernier.graph.Model.of(8, equalized.graph()),
                                java.nio.file.Path.of("."),
                                dev.vernier.target.Targets.ONNXRUNTIME_CPU,
                                equalized,
                                SampleSplit.of(net.samples()),
                                new RowStore())
                        .evidence();
        for (Layer layer : Layer.of(equalized)) {
            float[] expected = observed.fitted(layer).values();
            float[] actual = evidence.fitted(layer).values();
            float size = largest(expected);
            for (int i = 0; i < expected.length; i++) {
                assertThat(actual[i]).isCloseTo(expected[i], within(1e-4f * size));
            }
        }
    }

    @Test
    void doesNotFireWhereChannelsAreAlike() {
        UnequalChannels net = new UnequalChannels("Relu", 1, random);

        assertThat(changes(net, net.planned())).isEmpty();
    }

    @Test
    void doesNotPassACurve() {
        UnequalChannels net = new UnequalChannels("HardSwish", 1000, random);
        Candidate start = net.planned();

        assertThat(new Equalization().propose(start, net.evidence(start)).considered()).isZero();
    }

    @Test
    void mendsAModelAsDeployed() throws IOException {
        UnequalChannels net = new UnequalChannels("Relu", 1000, random);

        Improved improved = net.improver().improve(net.planned(), List.of(new Equalization()), 8);

        Improvement found = improved.improvements().get(0);
        assertThat(found.kept()).isTrue();
        assertThat(found.after().orElseThrow())
                .as("seed %d, %s", SEED, found)
                .isGreaterThan(found.before() + 10);
    }

    private static float largest(float[] values) {
        float largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    private static List<Change> changes(UnequalChannels net, Candidate start) {
        return new Equalization().propose(start, net.evidence(start)).changes();
    }
}
