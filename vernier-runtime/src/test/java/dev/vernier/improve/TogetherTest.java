package dev.vernier.improve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TogetherTest {

    private static final int SAMPLES = 40;
    private static final long GIGABYTE = 1L << 30;

    @Test
    void resultsComeInOrder() {
        Together together = new Together();
        together.saw(1);

        assertThat(together.forEach(SAMPLES, i -> i))
                .isEqualTo(IntStream.range(0, SAMPLES).boxed().toList());
    }

    @Test
    void samplesThatTakeTooMuchMemoryRunOneByOne() {
        Together together = new Together();
        AtomicInteger running = new AtomicInteger();

        assertThat(
                        together.forEach(
                                SAMPLES,
                                i -> {
                                    together.saw(GIGABYTE);
                                    int others = running.getAndIncrement();
                                    Thread.onSpinWait();
                                    running.decrementAndGet();
                                    return others;
                                }))
                .hasSize(SAMPLES)
                .containsOnly(0);
    }
}
