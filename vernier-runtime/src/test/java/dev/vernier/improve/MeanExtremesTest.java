package dev.vernier.improve;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MeanExtremesTest {

    @Test
    void oneSampleThatGoesFarCountsAsOneOfMany() {
        MeanExtremes mean = new MeanExtremes();
        mean.add(new ChannelExtremes(new float[] {-1, 0}, new float[] {2, 100}));
        mean.add(new ChannelExtremes(new float[] {-3, 0}, new float[] {2, 0}));

        assertThat(mean.mean().low()).containsExactly(-2, 0);
        assertThat(mean.mean().high()).containsExactly(2, 50);
    }

    @Test
    void theMeanOfEqualSamplesIsAnyOfThem() {
        ChannelExtremes sample = new ChannelExtremes(new float[] {-0.1f}, new float[] {0.3f});
        MeanExtremes mean = new MeanExtremes();
        for (int i = 0; i < 3; i++) {
            mean.add(sample);
        }

        assertThat(mean.mean().low()).containsExactly(-0.1f);
        assertThat(mean.mean().high()).containsExactly(0.3f);
    }
}
