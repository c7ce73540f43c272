package dev.vernier.improve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** The ends of each channel, whichever way a value is put together. */
class ChannelExtremesTest {

    private static final long SEED = 5;
    private static final long[] SHAPE = {2, 3, 4, 5};

    private final Random random = new Random(SEED);

    @Test
    void findsTheEndsOfEachChannelByDefinition() {
        float[] values = Nets.gaussian(2 * 3 * 4 * 5, random);

        ChannelExtremes found = ChannelExtremes.of(values, SHAPE).orElseThrow();

        for (int channel = 0; channel < 3; channel++) {
            float low = 0;
            float high = 0;
            for (int i = 0; i < values.length; i++) {
                if (i / 20 % 3 == channel) {
                    low = Math.min(low, values[i]);
                    high = Math.max(high, values[i]);
                }
            }
            assertThat(found.low()[channel]).as("seed %d", SEED).isEqualTo(low);
            assertThat(found.high()[channel]).as("seed %d", SEED).isEqualTo(high);
        }
    }

    @Test
    void theEndsOfTwoValuesAreThoseOfBothInEitherOrder() {
        ChannelExtremes one = extremes();
        ChannelExtremes other = extremes();

        assertThat(one.with(other).low()).isEqualTo(other.with(one).low());
        assertThat(one.with(other).high()).isEqualTo(other.with(one).high());
        assertThat(one.with(one).high()).isEqualTo(one.high());
    }

    @Test
    void leavesOutWhatIsNotFinite() {
        float[] values = {1, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -2, 3};

        ChannelExtremes found = ChannelExtremes.of(values, new long[] {1, 1, 2, 3}).orElseThrow();

        assertThat(found.low()).containsExactly(-2);
        assertThat(found.high()).containsExactly(3);
    }

    @Test
    void zeroIsAlwaysReached() {
        ChannelExtremes found =
                ChannelExtremes.of(new float[] {2, 3}, new long[] {1, 1, 1, 2}).orElseThrow();

        assertThat(found.low()).containsExactly(0);
    }

    @Test
    void aVectorHasNoChannels() {
        assertThat(ChannelExtremes.of(new float[4], new long[] {1, 4})).isEmpty();
    }

    private ChannelExtremes extremes() {
        return ChannelExtremes.of(Nets.gaussian(120, random), SHAPE).orElseThrow();
    }
}
