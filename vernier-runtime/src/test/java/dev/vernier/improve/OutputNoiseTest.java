package dev.vernier.improve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.numeric.ErrorMeasures;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The figure by which steps are judged. */
class OutputNoiseTest {

    private static final long SEED = 17;
    private static final int ANCHORS = 200;

    private final Random random = new Random(SEED);

    @Test
    void ofChannelsAlikeIsEquationTwelve() {
        long[] shape = {1, ANCHORS, 6};
        float[] reference = Nets.gaussian(ANCHORS * 6, random);
        float[] found = disturbed(reference, 0.1f);
        OutputNoise noise = OutputNoise.of(List.of(shape));
        noise.add(shape, reference, found);

        assertThat(noise.decibel())
                .as("seed %d", SEED)
                .isCloseTo(ErrorMeasures.between(reference, found).signalToNoise(), within(1e-9));
    }

    @Test
    void seesScoresThatAreLostBesideLargeBoxes() {
        long[] shape = {1, 6, ANCHORS};
        float[] reference = Nets.gaussian(6 * ANCHORS, random);
        for (int i = 0; i < 4 * ANCHORS; i++) {
            reference[i] = 300 + 100 * reference[i];
        }
        float[] scoresLost = reference.clone();
        for (int i = 4 * ANCHORS; i < 6 * ANCHORS; i++) {
            scoresLost[i] = 0;
        }
        OutputNoise lost = OutputNoise.of(List.of(shape));
        lost.add(shape, reference, scoresLost);

        assertThat(ErrorMeasures.between(reference, scoresLost).signalToNoise()).isGreaterThan(40);
        assertThat(lost.decibel()).isCloseTo((100 + 0) / 2.0, within(1e-9));
    }

    @Test
    void aLostOutputIsAsMuchNoiseAsSignal() {
        long[] shape = {3, 2};
        OutputNoise noise = OutputNoise.of(List.of(shape));
        noise.addLost(shape, Nets.gaussian(6, random));

        assertThat(noise.decibel()).isZero();
    }

    private float[] disturbed(float[] values, float by) {
        float[] disturbed = values.clone();
        for (int i = 0; i < disturbed.length; i++) {
            disturbed[i] += by * (float) random.nextGaussian();
        }
        return disturbed;
    }
}
