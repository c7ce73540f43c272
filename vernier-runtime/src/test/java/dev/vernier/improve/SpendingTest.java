package dev.vernier.improve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.data.Sample;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SpendingTest {

    private static final double MILLISECOND = 1e6;
    private static final int TRIES = 6;

    private final SampleSplit split = new SampleSplit(samples(96), samples(32));

    @Test
    void aModelThatRunsQuicklyIsTriedOnEverything() {
        Spending quick = new Spending(MILLISECOND);

        assertThat(quick.affordable(split)).isEqualTo(split);
        assertThat(quick.tries(TRIES, 32)).isEqualTo(TRIES);
    }

    @Test
    void aSlowerModelIsTriedOnFewerSamplesEvenlySpread() {
        SampleSplit chosen = new Spending(125 * MILLISECOND).affordable(split);

        assertThat(chosen.fitted()).hasSize(80);
        assertThat(chosen.heldOut())
                .extracting(Sample::name)
                .containsExactly("0", "4", "8", "12", "16", "20", "24", "28");
    }

    @Test
    void aSlowModelIsTriedOnFewSamplesAndSeldom() {
        Spending slow = new Spending(10_000 * MILLISECOND);
        SampleSplit chosen = slow.affordable(split);

        assertThat(chosen.fitted()).hasSize(12);
        assertThat(chosen.heldOut()).hasSize(6);
        assertThat(slow.tries(TRIES, 6)).isEqualTo(2);
    }

    @Test
    void noMoreSamplesThanThereAreAreChosen() {
        SampleSplit small = new SampleSplit(samples(6), samples(2));

        assertThat(new Spending(10_000 * MILLISECOND).affordable(small)).isEqualTo(small);
    }

    private static List<Sample> samples(int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> new Sample(String.valueOf(i), Map.of()))
                .toList();
    }
}
