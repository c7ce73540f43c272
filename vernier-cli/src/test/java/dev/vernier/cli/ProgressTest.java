package dev.vernier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private static final long SECOND = 1_000_000_000;

    private final StringWriter err = new StringWriter();
    private final AtomicLong clock = new AtomicLong(7);

    private Progress progress(boolean live, boolean quiet, long total) {
        PrintWriter writer = new PrintWriter(err);
        Console console = new Console(writer, writer, new Terminal(live, false, true, 80));
        return new Progress("collecting", total, console, quiet, clock::get);
    }

    private void after(long nanoseconds, Progress progress) {
        clock.addAndGet(nanoseconds);
        progress.step();
    }

    @Test
    void aLogGetsALineEveryFiveSeconds() {
        try (Progress progress = progress(false, false, 1000)) {
            after(4 * SECOND, progress);
            assertThat(err.toString()).isEmpty();
            after(SECOND, progress);
            after(SECOND, progress);
        }
        assertThat(err.toString()).isEqualTo("collecting: 2 of 1000, 0.4/s, 41 min 35 s left\n");
    }

    @Test
    void aTerminalGetsOneLineThatVanishes() {
        try (Progress progress = progress(true, false, 4)) {
            after(SECOND / 2, progress);
            after(SECOND / 20, progress); // too soon to show
            after(SECOND / 2, progress);
        }
        assertThat(err.toString())
                .isEqualTo(
                        "\r\u001b[Kcollecting: 1 of 4, 2.0/s, 2 s left"
                                + "\r\u001b[Kcollecting: 3 of 4, 2.9/s, 1 s left"
                                + "\r\u001b[K");
    }

    @Test
    void withoutATotalThereIsNoTimeLeft() {
        try (Progress progress = progress(false, false, 0)) {
            after(10 * SECOND, progress);
        }
        assertThat(err.toString()).isEqualTo("collecting: 1, 0.1/s\n");
    }

    @Test
    void quickOrQuietWorkIsSilent() {
        try (Progress quick = progress(true, false, 1);
                Progress quiet = progress(false, true, 1)) {
            after(1, quick);
            after(60 * SECOND, quiet);
        }
        assertThat(err.toString()).isEmpty();
    }
}
