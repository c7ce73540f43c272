package dev.vernier.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PrefetchedCursorTest {

    /** Gives samples without end, counting them. */
    private static final class Endless implements SampleCursor {

        private final AtomicInteger given = new AtomicInteger();
        private final AtomicBoolean isClosed = new AtomicBoolean();
        private final CountDownLatch three = new CountDownLatch(3);

        @Override
        public Optional<Sample> next() {
            three.countDown();
            return Optional.of(new Sample("s" + given.getAndIncrement(), Map.of()));
        }

        @Override
        public void close() {
            isClosed.set(true);
        }
    }

    @Test
    void givesTheSameSamplesInTheSameOrder() throws IOException {
        List<Sample> samples =
                List.of(
                        new Sample("a", Map.of()),
                        new Sample("b", Map.of()),
                        new Sample("c", Map.of()));

        try (PrefetchedCursor cursor =
                new PrefetchedCursor(new ListSamples(samples).cursor(Passes.X2), 1)) {
            assertThat(cursor.size()).hasValue(3);
            assertThat(Passes.rest(cursor)).isEqualTo(samples);
            assertThat(cursor.next()).isEmpty();
        }
    }

    @Test
    void decodesAheadButNotWithoutBound() throws IOException, InterruptedException {
        Endless endless = new Endless();
        try (PrefetchedCursor cursor = new PrefetchedCursor(endless, 2)) {
            endless.three.await(); // two in the queue, one in hand
            assertThat(cursor.next()).isPresent();
        }
        assertThat(endless.given.get()).isBetween(3, 4);
        assertThat(endless.isClosed).isTrue();
    }

    @Test
    void throwsWhatDecodingThrew() throws IOException {
        SampleCursor failing =
                new SampleCursor() {
                    @Override
                    public Optional<Sample> next() {
                        throw new BadSampleException("s", "broken");
                    }

                    @Override
                    public void close() {}
                };
        try (PrefetchedCursor cursor = new PrefetchedCursor(failing, 2)) {
            assertThatThrownBy(cursor::next).isInstanceOf(BadSampleException.class);
            assertThat(cursor.next()).isEmpty();
        }
    }
}
