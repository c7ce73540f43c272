package dev.vernier.improve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is dear and what is cheap, in the right order. */
class RunTimeTest {

    private static final long SEED = 43;

    private final UnequalChannels net = new UnequalChannels("HardSwish", 1, new Random(SEED));
    private final Candidate candidate = net.planned();
    private final RunTime time = new RunTime(net.evidence(candidate));
    private final List<Layer> layers = Layer.of(candidate);

    @Test
    void aDenseConvolutionIsDearerInFloatThanADepthwiseOneOfTheSameSize() {
        Layer depthwise = named("middle");
        Layer dense = named("even0");

        assertThat(dense.positions()).isEqualTo(depthwise.positions());
        assertThat(time.ofLeavingInFloat(dense)).isGreaterThan(time.ofLeavingInFloat(depthwise));
    }

    @Test
    void aPassIsCheaperThanALayerInFloat() {
        Layer layer = named("middle");

        assertThat(time.ofPass(layer)).isPositive().isLessThan(time.ofLeavingInFloat(layer));
    }

    @Test
    void theWholeIsTheSumOfItsParts() {
        double parts = layers.stream().mapToDouble(layer -> time.inFloat(List.of(layer))).sum();

        assertThat(time.inFloat(layers)).isCloseTo(parts, within(1.0));
    }

    private Layer named(String node) {
        return layers.stream()
                .filter(layer -> layer.node().name().equals(node))
                .findFirst()
                .orElseThrow();
    }
}
